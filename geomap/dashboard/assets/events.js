// The layer of events: gathers what would overlap, draws it, answers the pointer, and explains itself in a legend.
// Foreign text goes into the page with textContent only.
(function () {
  'use strict';
  var G = window.geomap;
  if (G.events) { return; }
  var STATUS = ['occurred', 'ongoing', 'planned', 'possible', 'denied'];
  var renderers = null;
  var tip = L.tooltip({ className: 'gm-tip', direction: 'top', opacity: 1 });
  var hoverDiscs = [];
  var areas = {}, journeys = {};
  var waiting = null;
  var explained = null;
  var layout = null;
  var lastFocus = null;
  var make = G.make;
  G.markers = [];

  // ---- the event layer -----------------------------------------------------------------------------------------------
  // rows: [place id, lat, lon, kind ('point', 'area', 'country'), uncertainty in km or null, country code, number of events,
  //        number of documents, [status counts], [colour, events, colour, events...], place name, precision, [titles]];
  //        colours are numbers in data.palette, precisions in data.precisions
  // journeys: [lat, lon, lat, lon, status index, colour, selected]
  // What is drawn stays on the map and is changed where the data change: to make it anew costs several times as much.

  G.events = function (group, data) {
    if (window.feature_group) { window.feature_group.length = 0; } // streamlit-folium 0.27.4 never empties it
    dropHover();
    G.extent = L.latLngBounds(data.rows.map(function (row) { return [row[1], row[2]]; }));
    drawLegend(data);
    if (!G.settled) { G.fit(G.bulk(data.rows), false); G.settled = data.rows.length > 0; }
    drawJourneys(data);
    drawAreas(data);
    if (layout) { G.map.off('zoomend', layout); }
    layout = function () {
      dropHover();
      G.placed = gathered(data);
      place(G.placed);
      if (G.labels) { G.labels.redraw(); }
      G.sayOutOfView();
      G.follow();
    };
    layout();
    G.map.on('zoomend', layout);
    if (data.focus && data.focus[2] !== lastFocus) {
      lastFocus = data.focus[2];
      if (!G.map.getBounds().pad(-0.01).contains([data.focus[0], data.focus[1]])) { G.map.panTo([data.focus[0], data.focus[1]]); }
    }
    G.gestures(data);
    document.documentElement.setAttribute('data-geomap-symbols', String(data.rows.length));
  };

  // The symbols on the map become these; those drawn last lie on top.
  function place(symbols) {
    symbols.forEach(function (s, i) {
      if (i < G.markers.length) { G.markers[i].become(s); } else { G.markers.push(symbol(s).addTo(G.map)); }
    });
    G.markers.splice(symbols.length).forEach(function (m) { G.map.removeLayer(m); });
  }

  // The areas on the map become those of the data, by place.
  function drawAreas(data) {
    var wanted = {};
    data.rows.slice().sort(function (a, b) { return (b[4] || 0) - (a[4] || 0); }).forEach(function (row) {
      if (!row[4] && row[3] !== 'country') { return; }
      var strong = data.selected.indexOf(row[0]) >= 0;
      if (row[3] !== 'point' || strong) { wanted[row[0]] = [row, strong]; }
    });
    Object.keys(areas).forEach(function (id) {
      if (!wanted[id]) { dropArea(id); }
    });
    Object.keys(wanted).forEach(function (id) {
      var row = wanted[id][0], strong = wanted[id][1], colour = leading(row[9], data, '#5b6b7a');
      var looks = [row[3], row[4], row[5], strong, colour, Boolean(G.world)].join();
      if (areas[id] && areas[id].looks === looks) { return; }
      dropArea(id);
      var made = area(row, strong, colour);
      if (made) { areas[id] = { looks: looks, layer: made.addTo(G.map) }; }
    });
    // A country has no shape before the base map is there.
    if (!G.world && waiting !== data) {
      waiting = data;
      G.map.once('geomap:world', function () { if (waiting === data) { drawAreas(data); } });
    }
  }

  function dropArea(id) {
    if (areas[id]) { G.map.removeLayer(areas[id].layer); delete areas[id]; }
  }

  // The journeys on the map become those of the data.
  function drawJourneys(data) {
    var wanted = {};
    data.journeys.forEach(function (j) { wanted[j.join()] = j; });
    Object.keys(journeys).forEach(function (id) {
      if (!wanted[id]) { G.map.removeLayer(journeys[id]); delete journeys[id]; }
    });
    Object.keys(wanted).forEach(function (id) { journeys[id] = journeys[id] || journey(wanted[id]).addTo(G.map); });
  }

  // Places whose symbols would lie on one another at this zoom are gathered into one, which stands at the one with the most
  // documents. Symbols drawn last lie on top: areas first, then the places with fewer documents, then those with more.
  function gathered(data) {
    var found = [], cells = {}, chosen = {};
    data.selected.forEach(function (id) { chosen[id] = true; });
    data.rows.slice().sort(function (a, b) { return (a[3] === 'point' ? 0 : 1) - (b[3] === 'point' ? 0 : 1) || b[7] - a[7] || b[6] - a[6]; })
      .forEach(function (row) {
        var p = G.map.project([row[1], row[2]]), r = sizeOf(row[6], row[7]);
        var near = firstNear(cells, p, function (s) {
          var away = p.distanceTo(s.at);
          return away < 0.75 * (s.r + r) && (row[3] !== 'country' || s.soft || away < 12);
        });
        if (!near) {
          near = { ids: [], rows: [], at: p, r: r, lat: row[1], lon: row[2], soft: row[3] !== 'point', n: 0, documents: row[7],
            statuses: [0, 0, 0, 0, 0], colours: {}, name: row[10], selected: false };
          near.number = found.push(near);
          var cell = cellOf(p.x) + ',' + cellOf(p.y);
          (cells[cell] = cells[cell] || []).push(near);
        }
        near.ids.push(row[0]);
        near.rows.push(row);
        near.n += row[6];
        near.documents = Math.max(near.documents, row[7]);
        row[8].forEach(function (n, i) { near.statuses[i] += n; });
        for (var i = 0; i < row[9].length; i += 2) { near.colours[row[9][i]] = (near.colours[row[9][i]] || 0) + row[9][i + 1]; }
        near.selected = near.selected || Boolean(chosen[row[0]]);
      });
    found.forEach(function (s) {
      s.r = sizeOf(s.n, s.documents) + (s.statuses[1] && !s.soft ? 2 : 0);
      s.colour = most(s.colours, s.n, data, data.mixed);
      s.data = data;
    });
    return found.reverse();
  }

  // Symbols reach no further than a cell of this many pixels: those near a point stand in its cell or in one of the eight around.
  var CELL = 36;
  function cellOf(x) { return Math.floor(x / CELL); }
  function firstNear(cells, p, meets) {
    var best = null;
    for (var x = cellOf(p.x) - 1; x <= cellOf(p.x) + 1; x += 1) {
      for (var y = cellOf(p.y) - 1; y <= cellOf(p.y) + 1; y += 1) {
        (cells[x + ',' + y] || []).forEach(function (s) { if ((!best || s.number < best.number) && meets(s)) { best = s; } });
      }
    }
    return best;
  }

  // The colour of at least half of the events, or the one for a mixture. A place says its foremost colours only; the events of
  // the others count for none.
  function most(counts, total, data, mixed) {
    var best = null;
    Object.keys(counts).forEach(function (c) { if (counts[c] * 2 >= total && (best === null || counts[c] > counts[best])) { best = c; } });
    return shown(best === null ? mixed : data.palette[best]);
  }

  function leading(colours, data, mixed) {
    var counts = {}, total = 0;
    for (var i = 0; i < colours.length; i += 2) { counts[colours[i]] = colours[i + 1]; total += colours[i + 1]; }
    return most(counts, total, data, mixed);
  }

  // A colour too dark for the dark map is lightened.
  function shown(hex) {
    if (!G.options.dark || G.luminance(hex) > 0.13) { return hex; }
    return '#' + G.rgb(hex).map(function (v) { return ('0' + Math.round(v + (255 - v) * 0.42).toString(16)).slice(-2); }).join('');
  }

  function sizeOf(n, documents) { return Math.max(n > 1 ? 11 : 7, Math.min(22, 4.6 + 2.8 * Math.sqrt(documents))); }

  // Where each symbol is on the screen; for keyboards, scripts and tests, as a canvas has no elements.
  G.symbols = function () {
    return G.placed.map(function (s) {
      var p = G.map.latLngToContainerPoint([s.lat, s.lon]);
      return { ids: s.ids, name: s.name, x: p.x, y: p.y, r: s.r, n: s.n, soft: s.soft, statuses: s.statuses };
    });
  };

  function symbol(s) {
    var m = new G.EventSymbol([s.lat, s.lon], { renderer: renderer('events'), weight: 0, className: 'gm-hand' }).become(s);
    m.on('click', function () { G.choose(m); });
    m.on('mouseover', function () {
      dropHover();
      tip.setLatLng(m.getLatLng()).setContent(tipContent(m.symbol));
      aimTip(m.symbol);
      G.map.openTooltip(tip);
      hoverDiscs = m.symbol.rows.filter(function (row) { return row[3] !== 'country' && row[4]; }).map(function (row) {
        return disc(row, true, leading(row[9], m.symbol.data, '#5b6b7a')).addTo(G.map);
      });
    });
    m.on('mouseout', dropHover);
    return m;
  }

  // The tooltip opens towards the middle of the map.
  function aimTip(s) {
    var p = G.map.latLngToContainerPoint([s.lat, s.lon]), size = G.map.getSize();
    var side = p.x < 150 ? 'right' : p.x > size.x - 150 ? 'left' : p.y < 190 ? 'bottom' : 'top';
    tip.options.direction = side;
    tip.options.offset = L.point(side === 'left' ? -s.r : side === 'right' ? s.r : 0, side === 'top' ? -s.r : side === 'bottom' ? s.r : 0);
  }

  G.dropHover = dropHover;
  function dropHover() {
    G.map.closeTooltip(tip);
    hoverDiscs.forEach(function (d) { G.map.removeLayer(d); });
    hoverDiscs = [];
  }

  // One canvas for the symbols, one below it for areas and journeys.
  function renderer(name) {
    renderers = renderers || { areas: L.canvas({ pane: 'areas', padding: 0.4 }), events: L.canvas({ padding: 0.4, tolerance: 5 }) };
    return renderers[name];
  }

  function disc(row, strong, colour) {
    return new G.SoftDisc([row[1], row[2]], { renderer: renderer('areas'), pane: 'areas', interactive: false, radius: row[4] * 1000, weight: 2, color: colour, strong: strong });
  }

  function area(row, strong, colour) {
    if (row[3] === 'country' && G.countries[row[5]]) { return tinted(row, strong, colour); }
    return row[4] && (row[3] !== 'country' || G.world) ? disc(row, strong, colour) : null;
  }

  function tinted(row, strong, colour) {
    return L.polygon(G.countries[row[5]], { renderer: renderer('areas'), pane: 'areas', interactive: false, color: colour, weight: 1.1, opacity: strong ? 0.8 : 0.4,
      dashArray: '7 6', fillColor: colour, fillOpacity: (strong ? 0.2 : 0.09) * (G.options.dark ? 0.7 : 1) });
  }

  function journey(j) {
    var dash = j[4] === 2 ? '7 5' : j[4] === 3 || j[4] === 4 ? '1 5' : null;
    return new G.Journey(G.bow(j[0], j[1], j[2], j[3]), { renderer: renderer('areas'), pane: 'areas', interactive: false, color: shown(j[5]), weight: j[6] ? 3 : 1.8,
      opacity: j[6] ? 0.95 : 0.6, dashArray: dash, lineCap: 'round' });
  }

  function tipContent(s) {
    var box = make('div'), row = s.rows[0], near = s.rows.length - 1;
    var titles = [].concat.apply([], s.rows.map(function (r) { return r[12]; })).slice(0, 4);
    box.appendChild(make('div', 'gm-tip-place', near ? row[10] + ' and ' + near + (near > 1 ? ' places' : ' place') + ' nearby' : row[10]));
    box.appendChild(make('div', 'gm-tip-sub', s.data.precisions[row[11]]));
    var list = make('ul');
    titles.forEach(function (title) { list.appendChild(make('li', '', title)); });
    box.appendChild(list);
    if (s.n > titles.length) { box.appendChild(make('div', 'gm-tip-sub', 'and ' + (s.n - titles.length) + ' more')); }
    return box;
  }

  // ---- the legend ------------------------------------------------------------------------------------------------------

  function drawLegend(data) {
    if (!G.legend) {
      G.legend = make('details', 'gm-legend');
      G.legend.open = G.map.getSize().x > 560;
      G.legend.appendChild(make('summary', '', 'Legend'));
      G.legend.appendChild(make('div', 'gm-legend-body'));
      L.DomEvent.disableClickPropagation(G.legend);
      L.DomEvent.disableScrollPropagation(G.legend);
      G.map.getContainer().appendChild(G.legend);
      G.legend.addEventListener('toggle', liftControls);
      G.map.on('resize', liftControls);
      if (window.ResizeObserver) { new ResizeObserver(liftControls).observe(G.legend); }
    }
    var body = G.legend.querySelector('.gm-legend-body');
    var present = [0, 0, 0, 0, 0], soft = false, several = false;
    data.rows.forEach(function (row) {
      row[8].forEach(function (n, i) { present[i] += n; });
      soft = soft || row[3] !== 'point';
      several = several || row[6] > 1 || data.rows.length > 1;
    });
    var says = JSON.stringify([present.map(Boolean), soft, several, data.colours, data.colouring, data.more, data.ways > data.journeys.length && data.ways]);
    if (says === explained) { return; }
    explained = says;
    body.textContent = '';
    var sample = G.options.dark ? '#9fb3c4' : '#4a6076';
    var forms = make('div', 'gm-legend-line');
    STATUS.forEach(function (name, i) {
      if (i < 4 || present[i]) { forms.appendChild(legendItem(glyph({ statuses: oneHot(i), colour: sample, r: i === 1 ? 7.5 : 6.5, n: 1 }), name)); }
    });
    if (several) { forms.appendChild(legendItem(glyph({ statuses: [2, 0, 1, 0, 0], colour: sample, r: 9, n: 3 }), 'several')); }
    if (soft) { forms.appendChild(legendItem(glyph({ statuses: oneHot(0), colour: sample, r: 5.5, n: 1, soft: true }), 'an area, not a spot')); }
    body.appendChild(forms);
    var colours = make('div', 'gm-legend-line');
    data.colours.forEach(function (c) {
      var dot = make('span', 'gm-legend-dot');
      dot.style.background = shown(c[0]);
      colours.appendChild(legendItem(dot, c[1]));
    });
    colours.appendChild(make('span', 'gm-legend-note', 'Colour: ' + data.colouring + (data.more ? ' (' + data.more + ' more)' : '') + ' · larger: more documents' +
      (data.ways > data.journeys.length ? ' · arrows: the ' + data.journeys.length + ' ways with the most events of ' + data.ways : '')));
    body.appendChild(colours);
    liftControls();
  }

  // The scale and the credits stand above the legend; the view that shows all events leaves room for it.
  function liftControls() {
    G.map.getContainer().style.setProperty('--legend', G.legend.offsetHeight + 'px');
  }

  function oneHot(i) { return STATUS.map(function (_, k) { return k === i ? 1 : 0; }); }

  function glyph(s) {
    var canvas = make('canvas'), ratio = window.devicePixelRatio || 1;
    canvas.width = 22 * ratio;
    canvas.height = 20 * ratio;
    var ctx = canvas.getContext('2d');
    ctx.scale(ratio, ratio);
    G.drawSymbol(ctx, 11, 10, s);
    return canvas;
  }

  function legendItem(picture, text) {
    var item = make('span', 'gm-legend-item');
    item.appendChild(picture);
    item.appendChild(make('span', '', text));
    return item;
  }
})();
