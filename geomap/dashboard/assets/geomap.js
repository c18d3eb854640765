// The map's drawing: a base map from a local file, labels, and one canvas layer of event symbols.
// Every word that comes from an article is set with textContent or drawn with fillText; nothing is ever parsed as HTML.
(function () {
  'use strict';
  if (window.geomap) { return; }
  var G = window.geomap = {};

  var THEMES = {
    light: { land: '#f6f4ee', sea: '#d9e4ea', border: '#c4beb2', coast: '#b9c6ce', country: '#7d786c', city: '#565d63', halo: 'rgba(246,244,238,.92)',
      surface: '#ffffff', ink: '#22303c', faint: '#6d7983', mark: '#1d2a35' },
    dark: { land: '#1e2830', sea: '#10171d', border: '#44515c', coast: '#31404b', country: '#8593a0', city: '#9eabb6', halo: 'rgba(24,32,39,.92)',
      surface: '#141b21', ink: '#eef3f7', faint: '#97a5b1', mark: '#f4f7fa' }
  };
  var STATUS = ['occurred', 'ongoing', 'planned', 'possible', 'denied'];
  var theme = THEMES.light;
  var map = null;
  var world = null;
  var options = {};
  var countries = {};
  var placed = [];
  var labels = null;
  var legend = null;
  var tip = null;
  var hoverDiscs = [];
  var layout = null;
  var eventRenderer = null;
  var extent = null;
  var settled = false;
  var lastFocus = null;
  var clicks = Date.now(); // a click on the same symbol must still differ from the last one, also after a reload

  function make(tag, className, text) {
    var node = document.createElement(tag);
    if (className) { node.className = className; }
    if (text !== undefined) { node.textContent = text; }
    return node;
  }

  // ---- the base map ------------------------------------------------------------------------------------------------

  G.base = function (leafletMap, given) {
    map = leafletMap;
    options = given;
    theme = given.dark ? THEMES.dark : THEMES.light;
    var box = map.getContainer();
    box.classList.add(given.dark ? 'gm-dark' : 'gm-light');
    box.style.height = '100vh';
    box.style.width = '100%';
    document.documentElement.style.colorScheme = given.dark ? 'dark' : 'light';
    pane('land', 200);
    pane('labels', 380).style.pointerEvents = 'none';
    pane('areas', 390).style.pointerEvents = 'none';
    eventRenderer = L.canvas({ padding: 0.4, tolerance: 5 });
    map.attributionControl.setPrefix(false);
    map.attributionControl.addAttribution(given.online ? 'Leaflet' : 'Natural Earth · GeoNames · Leaflet');
    tip = L.tooltip({ className: 'gm-tip', direction: 'top', opacity: 1 });
    fitButton();
    restoreView();
    map.on('moveend', rememberView);
    if (window.ResizeObserver) { new ResizeObserver(function () { map.invalidateSize({ pan: false }); }).observe(box); }
    labels = new Labels();
    labels.addTo(map);
    fetch(given.world).then(function (answer) {
      if (!answer.ok) { throw new Error('status ' + answer.status); }
      return answer.json();
    }).then(function (data) {
      world = data;
      drawWorld();
    }).catch(function (error) {
      box.appendChild(make('div', 'gm-note', 'The base map could not be loaded (' + error.message + '). Events are drawn without it.'));
    });
  };

  function pane(name, level) {
    var element = map.getPane(name) || map.createPane(name);
    element.style.zIndex = level;
    return element;
  }

  function decoded(flat) {
    var out = [], x = 0, y = 0;
    for (var i = 0; i < flat.length; i += 2) {
      x += flat[i];
      y += flat[i + 1];
      out.push([y / 100, x / 100]);
    }
    return out;
  }

  function drawWorld() {
    world.countries.forEach(function (c) { countries[c[0]] = c[5].map(function (ring) { return [decoded(ring)]; }); });
    if (!options.online) {
      var renderer = L.canvas({ pane: 'land', padding: 0.5 });
      var still = { renderer: renderer, pane: 'land', interactive: false, smoothFactor: 1.2 };
      var land = L.extend({ color: theme.coast, weight: 0.8, opacity: 1, fillColor: theme.land, fillOpacity: 1 }, still);
      // Outlines first, then fills: shared borders get their own, finer line below, and the cut at 180 degrees none at all.
      world.countries.forEach(function (c) {
        var rings = countries[c[0]];
        L.polyline([].concat.apply([], rings.map(function (r) { return open(r[0]); })), L.extend({}, land, { fill: false, weight: 1.6 })).addTo(map);
      });
      world.countries.forEach(function (c) {
        L.polygon(countries[c[0]], L.extend({}, land, { color: theme.land, weight: 0.5 })).addTo(map);
      });
      L.polygon(world.lakes.map(function (r) { return [decoded(r)]; }), L.extend({}, land, { fillColor: theme.sea, color: theme.coast })).addTo(map);
      var line = L.extend({}, still, { color: theme.border, weight: 0.9, opacity: 1, fill: false });
      L.polyline(world.borders.map(decoded), line).addTo(map);
      L.polyline(world.disputed.map(decoded), L.extend({}, line, { dashArray: '3 4' })).addTo(map);
    }
    labels.redraw();
    map.fire('geomap:world');
  }

  // The parts of a ring that do not run along the edge of the map.
  function open(ring) {
    var parts = [], part = [];
    ring.forEach(function (p, i) {
      var edge = i > 0 && Math.abs(p[1]) > 179.98 && Math.abs(ring[i - 1][1]) > 179.98;
      if (edge) {
        if (part.length > 1) { parts.push(part); }
        part = [];
      }
      part.push(p);
    });
    if (part.length > 1) { parts.push(part); }
    return parts;
  }

  function fitButton() {
    var Fit = L.Control.extend({
      onAdd: function () {
        var bar = make('div', 'leaflet-bar gm-fit');
        var link = make('a');
        link.href = '#';
        link.title = 'Show all events';
        link.setAttribute('role', 'button');
        link.setAttribute('aria-label', link.title);
        var ns = 'http://www.w3.org/2000/svg';
        var svg = document.createElementNS(ns, 'svg');
        var path = document.createElementNS(ns, 'path');
        svg.setAttribute('width', '14');
        svg.setAttribute('height', '14');
        path.setAttribute('d', 'M1 5V1h4M9 1h4v4M13 9v4H9M5 13H1V9');
        path.setAttribute('fill', 'none');
        path.setAttribute('stroke', 'currentColor');
        path.setAttribute('stroke-width', '1.7');
        svg.appendChild(path);
        link.appendChild(svg);
        bar.appendChild(link);
        L.DomEvent.disableClickPropagation(bar);
        L.DomEvent.on(link, 'click', function (event) {
          L.DomEvent.preventDefault(event);
          fit(true);
        });
        return bar;
      }
    });
    new Fit({ position: 'topleft' }).addTo(map);
  }

  function fit(animate) {
    if (!extent || !extent.isValid()) { return; }
    var below = legend ? legend.offsetHeight : 0;
    map.fitBounds(extent, { paddingTopLeft: [64, 34], paddingBottomRight: [40, 34 + below], maxZoom: 6, animate: animate });
  }

  function storageKey() { return 'geomap.view.' + options.key; }

  function rememberView() {
    if (!settled) { return; }
    var c = map.getCenter();
    try { sessionStorage.setItem(storageKey(), JSON.stringify([c.lat, c.lng, map.getZoom()])); } catch (error) { return; }
  }

  function restoreView() {
    try {
      var kept = JSON.parse(sessionStorage.getItem(storageKey()));
      if (kept && kept.length === 3 && kept.every(isFinite)) {
        map.setView([kept[0], kept[1]], kept[2], { animate: false });
        settled = true;
      }
    } catch (error) { settled = false; }
  }

  // ---- labels --------------------------------------------------------------------------------------------------------

  var CITY_THOUSANDS = [1e9, 1e9, 9000, 5000, 2200, 800, 250, 60, 0];
  var PAD = 120;

  var Labels = L.Layer.extend({
    onAdd: function (on) {
      this._canvas = make('canvas', 'leaflet-zoom-hide');
      on.getPane('labels').appendChild(this._canvas);
      on.on('moveend zoomend resize viewreset', this.redraw, this);
      this.redraw();
    },
    redraw: function () {
      var size = map.getSize(), ratio = window.devicePixelRatio || 1, canvas = this._canvas;
      var w = size.x + 2 * PAD, h = size.y + 2 * PAD;
      canvas.width = w * ratio;
      canvas.height = h * ratio;
      canvas.style.width = w + 'px';
      canvas.style.height = h + 'px';
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([-PAD, -PAD]));
      var ctx = canvas.getContext('2d');
      ctx.scale(ratio, ratio);
      ctx.translate(PAD, PAD);
      ctx.textBaseline = 'middle';
      ctx.lineJoin = 'round';
      var boxes = placed.map(function (s) {
        var p = map.latLngToContainerPoint([s.lat, s.lon]);
        return [p.x - s.r, p.y - s.r, p.x + s.r, p.y + s.r];
      });
      var zoom = map.getZoom();
      if (zoom >= 4) { placed.forEach(function (s) { if (!s.soft) { placeLabel(ctx, boxes, s); } }); }
      if (!world || options.online) { return; }
      world.countries.forEach(function (c) { if (c[4] <= zoom + 0.4 && zoom < 7) { countryLabel(ctx, boxes, c); } });
      var least = CITY_THOUSANDS[Math.min(CITY_THOUSANDS.length - 1, Math.floor(zoom))];
      var inView = map.getBounds().pad(0.1);
      world.cities.forEach(function (c) {
        if ((c[3] >= least || (c[4] && zoom >= 4)) && inView.contains([c[2], c[1]])) { cityLabel(ctx, boxes, c); }
      });
    }
  });

  function free(boxes, box) {
    return boxes.every(function (b) { return box[2] < b[0] || box[0] > b[2] || box[3] < b[1] || box[1] > b[3]; });
  }

  function write(ctx, text, x, y, colour) {
    ctx.lineWidth = 3;
    ctx.strokeStyle = theme.halo;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
  }

  function placeLabel(ctx, boxes, s) {
    var p = map.latLngToContainerPoint([s.lat, s.lon]);
    ctx.font = '600 12px system-ui, sans-serif';
    ctx.textAlign = 'left';
    var wide = ctx.measureText(s.name).width;
    [[s.r + 4, 0], [-s.r - 4 - wide, 0], [-wide / 2, s.r + 9], [-wide / 2, -s.r - 9]].some(function (d) {
      var box = [p.x + d[0], p.y + d[1] - 7, p.x + d[0] + wide, p.y + d[1] + 7];
      if (!free(boxes, box)) { return false; }
      boxes.push(box);
      write(ctx, s.name, box[0], p.y + d[1], theme.ink);
      return true;
    });
  }

  function countryLabel(ctx, boxes, c) {
    var p = map.latLngToContainerPoint([c[3], c[2]]), text = c[1].toUpperCase();
    ctx.font = '500 ' + (c[4] < 2.5 ? 11.5 : 10.5) + 'px system-ui, sans-serif';
    if ('letterSpacing' in ctx) { ctx.letterSpacing = '1.2px'; }
    ctx.textAlign = 'center';
    var half = ctx.measureText(text).width / 2;
    var box = [p.x - half, p.y - 8, p.x + half, p.y + 8];
    if (free(boxes, box)) {
      boxes.push(box);
      write(ctx, text, p.x, p.y, theme.country);
    }
    if ('letterSpacing' in ctx) { ctx.letterSpacing = '0px'; }
  }

  function cityLabel(ctx, boxes, c) {
    var p = map.latLngToContainerPoint([c[2], c[1]]);
    var near = placed.some(function (s) { return !s.soft && Math.abs(s.lat - c[2]) < 0.12 && Math.abs(s.lon - c[1]) < 0.12; });
    if (near) { return; }
    ctx.font = (c[4] ? '500' : '400') + ' 11px system-ui, sans-serif';
    ctx.textAlign = 'left';
    var wide = ctx.measureText(c[0]).width;
    var box = [p.x - 4, p.y - 7, p.x + 7 + wide, p.y + 7];
    if (!free(boxes, box)) { return; }
    boxes.push(box);
    ctx.beginPath();
    ctx.arc(p.x, p.y, c[4] ? 2.2 : 1.7, 0, 7);
    ctx.fillStyle = theme.city;
    ctx.fill();
    write(ctx, c[0], p.x + 6, p.y, theme.city);
  }

  // ---- symbols -------------------------------------------------------------------------------------------------------
  // The form says the status, the colour what the user chose, the size how many documents; a place that is only known as an
  // area has no edge of its own.

  function ringStyle(ctx, kind, wide) {
    ctx.lineCap = 'butt';
    ctx.lineWidth = wide;
    ctx.setLineDash([]);
    if (kind === 2) { ctx.setLineDash([wide * 1.9, wide * 1.3]); }
    if (kind === 3) { ctx.lineCap = 'round'; ctx.setLineDash([0.1, wide * 1.9]); }
  }

  function circle(ctx, x, y, r, from, to) {
    ctx.beginPath();
    ctx.arc(x, y, Math.max(r, 0.5), from || 0, to === undefined ? 2 * Math.PI : to);
  }

  // s: r, n, colour, statuses (counts in the order of STATUS), soft, selected
  function drawSymbol(ctx, x, y, s) {
    var kinds = s.statuses.map(function (n, i) { return n ? i : -1; }).filter(function (i) { return i >= 0; });
    var mixed = kinds.length > 1, kind = kinds[0];
    var solid = s.statuses[0] + s.statuses[1] > 0;
    var colour = kinds.length === 1 && kind === 4 ? theme.faint : s.colour;
    ctx.save();
    var glowOnly = s.soft && !mixed && kind === 0;
    if (s.soft) { softGlow(ctx, x, y, s.r * 1.75, colour, glowOnly ? 0.95 : 0.5); }
    if (s.selected) {
      circle(ctx, x, y, s.r + 4.5);
      ctx.lineWidth = 2.5;
      ctx.setLineDash([]);
      ctx.strokeStyle = theme.mark;
      ctx.stroke();
    }
    if (!s.soft) {
      circle(ctx, x, y, s.r + 1.6);
      ctx.fillStyle = theme.surface;
      ctx.globalAlpha = 0.95;
      ctx.fill();
      ctx.globalAlpha = 1;
    }
    var inner = mixed || kind === 1 ? s.r - 3.6 : s.r - (solid ? 0 : 1.1);
    circle(ctx, x, y, inner);
    ctx.fillStyle = colour;
    ctx.globalAlpha = (solid ? 1 : kind === 2 || mixed ? 0.2 : kind === 3 ? 0.07 : 0.05) * (s.soft ? 0.62 : 1);
    if (!glowOnly) { ctx.fill(); }
    ctx.globalAlpha = s.soft ? 0.8 : 1;
    ctx.strokeStyle = colour;
    if (mixed) {
      segments(ctx, x, y, s, kinds);
    } else if (kind > 0) {
      ringStyle(ctx, kind, kind === 4 ? 1.6 : 2.2);
      circle(ctx, x, y, s.r - 1.1);
      ctx.stroke();
    }
    ctx.setLineDash([]);
    if (!mixed && kind === 4) {
      ctx.lineWidth = 2;
      ctx.beginPath();
      ctx.moveTo(x - s.r, y + s.r);
      ctx.lineTo(x + s.r, y - s.r);
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
    if (s.n > 1) {
      ctx.font = '650 ' + (s.n > 99 ? 9.5 : 11) + 'px system-ui, sans-serif';
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      if (solid) {
        ctx.fillStyle = readable(s.colour);
      } else {
        ctx.fillStyle = theme.ink;
      }
      ctx.fillText(s.n > 999 ? '1k+' : String(s.n), x, y + 0.6);
    }
    ctx.restore();
  }

  function segments(ctx, x, y, s, kinds) {
    var total = kinds.reduce(function (sum, k) { return sum + s.statuses[k]; }, 0);
    var from = -Math.PI / 2, gap = 0.16;
    kinds.forEach(function (k) {
      var to = from + 2 * Math.PI * s.statuses[k] / total;
      ringStyle(ctx, k, k === 1 ? 3 : 2.2);
      if (k === 4) { ctx.strokeStyle = theme.faint; ctx.lineWidth = 1; } else { ctx.strokeStyle = s.colour; }
      circle(ctx, x, y, s.r - 1.1, from + gap / 2, to - gap / 2);
      ctx.stroke();
      from = to;
    });
  }

  function softGlow(ctx, x, y, r, colour, strength) {
    var glow = ctx.createRadialGradient(x, y, r * 0.15, x, y, r);
    glow.addColorStop(0, tint(colour, strength));
    glow.addColorStop(0.55, tint(colour, strength * 0.6));
    glow.addColorStop(1, tint(colour, 0));
    circle(ctx, x, y, r);
    ctx.fillStyle = glow;
    ctx.fill();
  }

  function rgb(hex) { return [1, 3, 5].map(function (i) { return parseInt(hex.substr(i, 2), 16); }); }
  function tint(hex, alpha) { return 'rgba(' + rgb(hex).join(',') + ',' + alpha + ')'; }

  // White or near-black, whichever stands out more (WCAG relative luminance).
  function readable(hex) {
    var l = rgb(hex).map(function (v) { v /= 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); });
    return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2] > 0.36 ? '#16202a' : '#ffffff';
  }

  var EventSymbol = L.CircleMarker.extend({
    // The radius that Leaflet knows leaves room for rings and glow; a finger or a pointer has to be nearer.
    _containsPoint: function (p) { return p.distanceTo(this._point) <= this.symbol.r + (L.Browser.mobile ? 8 : 3); },
    _updatePath: function () {
      var canvas = this._renderer;
      if (!canvas._drawing || this._empty()) { return; }
      drawSymbol(canvas._ctx, this._point.x, this._point.y, this.symbol);
    }
  });

  var SoftDisc = L.Circle.extend({
    _updatePath: function () {
      var canvas = this._renderer;
      if (!canvas._drawing || this._empty()) { return; }
      var ctx = canvas._ctx, p = this._point, r = Math.max(this._radius, 1), squash = Math.max(this._radiusY, 1) / r;
      ctx.save();
      ctx.translate(p.x, p.y);
      ctx.scale(1, squash);
      var glow = ctx.createRadialGradient(0, 0, r * 0.1, 0, 0, r);
      glow.addColorStop(0, tint(this.options.color, this.options.strong ? 0.3 : 0.18));
      glow.addColorStop(1, tint(this.options.color, this.options.strong ? 0.1 : 0.04));
      circle(ctx, 0, 0, r);
      ctx.fillStyle = glow;
      ctx.fill();
      ctx.setLineDash([7, 6]);
      ctx.lineWidth = 1.1;
      ctx.strokeStyle = tint(this.options.color, this.options.strong ? 0.85 : 0.45);
      ctx.stroke();
      ctx.restore();
    }
  });

  var Journey = L.Polyline.extend({
    _updatePath: function () {
      var canvas = this._renderer;
      canvas._updatePoly(this, false);
      if (!canvas._drawing) { return; }
      var points = this.getLatLngs(), middle = Math.floor(points.length * 0.58);
      var a = map.latLngToLayerPoint(points[middle - 1]), b = map.latLngToLayerPoint(points[middle]);
      var ctx = canvas._ctx;
      ctx.save();
      ctx.translate(b.x, b.y);
      ctx.rotate(Math.atan2(b.y - a.y, b.x - a.x));
      ctx.setLineDash([]);
      ctx.beginPath();
      ctx.moveTo(7, 0);
      ctx.lineTo(-4, -4.5);
      ctx.lineTo(-4, 4.5);
      ctx.closePath();
      ctx.globalAlpha = this.options.opacity;
      ctx.fillStyle = this.options.color;
      ctx.fill();
      ctx.restore();
    }
  });

  // A bow from origin to destination, the short way round the world.
  function bow(lat1, lon1, lat2, lon2) {
    if (lon2 - lon1 > 180) { lon2 -= 360; }
    if (lon1 - lon2 > 180) { lon2 += 360; }
    var a = map.project([lat1, lon1], 4), b = map.project([lat2, lon2], 4), out = [];
    var c = L.point((a.x + b.x) / 2 + (b.y - a.y) * 0.16, (a.y + b.y) / 2 - (b.x - a.x) * 0.16);
    for (var i = 0; i <= 40; i++) {
      var t = i / 40, u = 1 - t;
      out.push(map.unproject([u * u * a.x + 2 * u * t * c.x + t * t * b.x, u * u * a.y + 2 * u * t * c.y + t * t * b.y], 4));
    }
    return out;
  }

  // ---- the event layer -----------------------------------------------------------------------------------------------
  // rows: [place id, lat, lon, kind ('point', 'area', 'country'), uncertainty in km or null, country code, number of events,
  //        number of documents, [status counts], colour, place name, precision in words, [titles]]
  // journeys: [lat, lon, lat, lon, status index, colour, selected]

  G.events = function (group, data) {
    if (window.feature_group) { window.feature_group.length = 0; } // streamlit-folium 0.27.4 never empties it
    dropHover();
    extent = L.latLngBounds(data.rows.map(function (row) { return [row[1], row[2]]; }));
    drawLegend(data);
    if (!settled) { fit(false); settled = data.rows.length > 0; }
    data.journeys.forEach(function (j) { group.addLayer(journey(j)); });
    data.rows.slice().sort(function (a, b) { return (b[4] || 0) - (a[4] || 0); }).forEach(function (row) {
      area(group, row, data.selected.indexOf(row[0]) >= 0);
    });
    if (layout) { map.off('zoomend', layout); }
    var drawn = [];
    layout = function () {
      dropHover();
      drawn.forEach(function (m) { group.removeLayer(m); });
      placed = [];
      drawn = gathered(data).map(symbol);
      drawn.forEach(function (m) { group.addLayer(m); });
      if (labels) { labels.redraw(); }
    };
    layout();
    map.on('zoomend', layout);
    if (data.focus && data.focus[2] !== lastFocus) {
      lastFocus = data.focus[2];
      if (!map.getBounds().pad(-0.01).contains([data.focus[0], data.focus[1]])) { map.panTo([data.focus[0], data.focus[1]]); }
    }
    document.documentElement.setAttribute('data-geomap-symbols', String(data.rows.length));
  };

  // Places whose symbols would lie on one another at this zoom are gathered into one, which stands at the one with the most
  // documents. Symbols drawn last lie on top: areas first, then the places with fewer documents, then those with more.
  function gathered(data) {
    var found = [];
    data.rows.slice().sort(function (a, b) { return (a[3] === 'point' ? 0 : 1) - (b[3] === 'point' ? 0 : 1) || b[7] - a[7] || b[6] - a[6]; })
      .forEach(function (row) {
        var p = map.project([row[1], row[2]]), r = sizeOf(row[6], row[7]);
        var near = found.filter(function (s) { return p.distanceTo(s.at) < 0.75 * (s.r + r) && (row[3] !== 'country' || s.soft || p.distanceTo(s.at) < 12); })[0];
        if (!near) {
          found.push({ ids: [row[0]], rows: [row], at: p, r: r, lat: row[1], lon: row[2], soft: row[3] !== 'point', n: row[6], documents: row[7],
            statuses: row[8].slice(), colour: row[9], name: row[10], selected: data.selected.indexOf(row[0]) >= 0 });
          return;
        }
        near.ids.push(row[0]);
        near.rows.push(row);
        near.n += row[6];
        near.documents = Math.max(near.documents, row[7]);
        row[8].forEach(function (n, i) { near.statuses[i] += n; });
        if (row[9] !== near.colour) { near.colour = data.mixed; }
        near.selected = near.selected || data.selected.indexOf(row[0]) >= 0;
      });
    found.forEach(function (s) { s.r = sizeOf(s.n, s.documents) + (s.statuses[1] && !s.soft ? 2 : 0); });
    return found.reverse();
  }

  function sizeOf(n, documents) { return Math.max(n > 1 ? 11 : 7, Math.min(22, 4.6 + 2.8 * Math.sqrt(documents))); }

  // Where each symbol is on the screen; for keyboards, scripts and tests, as a canvas has no elements.
  G.symbols = function () {
    return placed.map(function (s) {
      var p = map.latLngToContainerPoint([s.lat, s.lon]);
      return { ids: s.ids, name: s.name, x: p.x, y: p.y, r: s.r, n: s.n, soft: s.soft, statuses: s.statuses };
    });
  };

  function symbol(s) {
    placed.push(s);
    var m = new EventSymbol([s.lat, s.lon], { renderer: eventRenderer, radius: s.soft ? s.r * 1.75 : s.r + 7, weight: 0, className: 'gm-hand' });
    m.symbol = s;
    m.feature = { type: 'Feature', properties: { ids: s.ids, click: 0 } };
    m.on('click', function () { m.feature.properties.click = ++clicks; });
    m.on('mouseover', function () {
      dropHover();
      tip.setLatLng([s.lat, s.lon]).setContent(tipContent(s));
      aimTip(s);
      map.openTooltip(tip);
      hoverDiscs = s.rows.filter(function (row) { return row[3] !== 'country' && row[4]; }).map(function (row) { return disc(row, true).addTo(map); });
    });
    m.on('mouseout', dropHover);
    return m;
  }

  // The tooltip opens towards the middle of the map.
  function aimTip(s) {
    var p = map.latLngToContainerPoint([s.lat, s.lon]), size = map.getSize();
    var side = p.x < 150 ? 'right' : p.x > size.x - 150 ? 'left' : p.y < 190 ? 'bottom' : 'top';
    tip.options.direction = side;
    tip.options.offset = L.point(side === 'left' ? -s.r : side === 'right' ? s.r : 0, side === 'top' ? -s.r : side === 'bottom' ? s.r : 0);
  }

  function dropHover() {
    map.closeTooltip(tip);
    hoverDiscs.forEach(function (d) { map.removeLayer(d); });
    hoverDiscs = [];
  }

  var areaRenderer = null;
  function below() { return areaRenderer || (areaRenderer = L.canvas({ pane: 'areas', padding: 0.4 })); }

  function disc(row, strong) {
    return new SoftDisc([row[1], row[2]], { renderer: below(), pane: 'areas', interactive: false, radius: row[4] * 1000, weight: 2, color: row[9], strong: strong });
  }

  function area(group, row, strong) {
    if (row[3] === 'country') {
      if (countries[row[5]]) { group.addLayer(tinted(row, strong)); return; }
      if (!world) {
        map.once('geomap:world', function () { if (map.hasLayer(group)) { area(group, row, strong); } });
        return;
      }
    }
    if (row[4] && (row[3] !== 'point' || strong)) { group.addLayer(disc(row, strong)); }
  }

  function tinted(row, strong) {
    return L.polygon(countries[row[5]], { renderer: below(), pane: 'areas', interactive: false, color: row[9], weight: 1.1, opacity: strong ? 0.8 : 0.4,
      dashArray: '7 6', fillColor: row[9], fillOpacity: strong ? 0.2 : 0.09 });
  }

  function journey(j) {
    var dash = j[4] === 2 ? '7 5' : j[4] === 3 || j[4] === 4 ? '1 5' : null;
    return new Journey(bow(j[0], j[1], j[2], j[3]), { renderer: below(), pane: 'areas', interactive: false, color: j[5], weight: j[6] ? 3 : 1.8,
      opacity: j[6] ? 0.95 : 0.6, dashArray: dash, lineCap: 'round' });
  }

  function tipContent(s) {
    var box = make('div'), row = s.rows[0], near = s.rows.length - 1;
    var titles = [].concat.apply([], s.rows.map(function (r) { return r[12]; })).slice(0, 4);
    box.appendChild(make('div', 'gm-tip-place', near ? row[10] + ' and ' + near + (near > 1 ? ' places' : ' place') + ' nearby' : row[10]));
    box.appendChild(make('div', 'gm-tip-sub', row[11]));
    var list = make('ul');
    titles.forEach(function (title) { list.appendChild(make('li', '', title)); });
    box.appendChild(list);
    if (s.n > titles.length) { box.appendChild(make('div', 'gm-tip-sub', 'and ' + (s.n - titles.length) + ' more')); }
    return box;
  }

  // ---- the legend ------------------------------------------------------------------------------------------------------

  function drawLegend(data) {
    if (!legend) {
      legend = make('details', 'gm-legend');
      legend.open = map.getSize().x > 560;
      legend.appendChild(make('summary', '', 'Legend'));
      legend.appendChild(make('div', 'gm-legend-body'));
      L.DomEvent.disableClickPropagation(legend);
      L.DomEvent.disableScrollPropagation(legend);
      map.getContainer().appendChild(legend);
      legend.addEventListener('toggle', liftControls);
      map.on('resize', liftControls);
    }
    var body = legend.querySelector('.gm-legend-body');
    body.textContent = '';
    var shown = [0, 0, 0, 0, 0], soft = false, several = false;
    data.rows.forEach(function (row) {
      row[8].forEach(function (n, i) { shown[i] += n; });
      soft = soft || row[3] !== 'point';
      several = several || row[6] > 1 || data.rows.length > 1;
    });
    var sample = theme === THEMES.dark ? '#9fb3c4' : '#4a6076';
    var forms = make('div', 'gm-legend-line');
    STATUS.forEach(function (name, i) {
      if (i < 4 || shown[i]) { forms.appendChild(legendItem(glyph({ statuses: oneHot(i), colour: sample, r: i === 1 ? 7.5 : 6.5, n: 1 }), name)); }
    });
    if (several) { forms.appendChild(legendItem(glyph({ statuses: [2, 0, 1, 0, 0], colour: sample, r: 9, n: 3 }), 'several')); }
    if (soft) { forms.appendChild(legendItem(glyph({ statuses: oneHot(0), colour: sample, r: 5.5, n: 1, soft: true }), 'an area, not a spot')); }
    body.appendChild(forms);
    var colours = make('div', 'gm-legend-line');
    data.colours.forEach(function (c) {
      var dot = make('span', 'gm-legend-dot');
      dot.style.background = c[0];
      colours.appendChild(legendItem(dot, c[1]));
    });
    colours.appendChild(make('span', 'gm-legend-note', 'Larger: more documents'));
    body.appendChild(colours);
    liftControls();
  }

  // The scale and the credits stand above the legend; the view that shows all events leaves room for it.
  function liftControls() {
    map.getContainer().style.setProperty('--legend', legend.offsetHeight + 'px');
  }

  function oneHot(i) { return STATUS.map(function (_, k) { return k === i ? 1 : 0; }); }

  function glyph(s) {
    var canvas = make('canvas'), ratio = window.devicePixelRatio || 1;
    canvas.width = 22 * ratio;
    canvas.height = 20 * ratio;
    var ctx = canvas.getContext('2d');
    ctx.scale(ratio, ratio);
    drawSymbol(ctx, 11, 10, s);
    return canvas;
  }

  function legendItem(picture, text) {
    var item = make('span', 'gm-legend-item');
    item.appendChild(picture);
    item.appendChild(make('span', '', text));
    return item;
  }
})();
