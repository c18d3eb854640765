// The base map, from a local file: land, lakes, borders and labels; the view; and what all parts share, window.geomap.
// Every word of an article is set with textContent or drawn with fillText; nothing is ever parsed as HTML.
(function () {
  'use strict';
  if (window.geomap) { return; }
  var THEMES = {
    light: { land: '#f6f4ee', sea: '#d9e4ea', border: '#c4beb2', coast: '#b9c6ce', country: '#7d786c', city: '#565d63', halo: 'rgba(246,244,238,.92)',
      surface: '#ffffff', ink: '#22303c', faint: '#6d7983', mark: '#1d2a35' },
    dark: { land: '#1e2830', sea: '#10171d', border: '#44515c', coast: '#31404b', country: '#8593a0', city: '#9eabb6', halo: 'rgba(24,32,39,.92)',
      surface: '#141b21', ink: '#eef3f7', faint: '#97a5b1', mark: '#f4f7fa' }
  };
  var G = window.geomap = {
    map: null,        // the Leaflet map
    options: {},      // dark, online, key, world
    theme: THEMES.light,
    world: null,      // the base map's data, once it is loaded
    countries: {},    // the rings of each country by its code
    placed: [],       // the symbols on the map
    labels: null,
    legend: null,
    extent: null,     // what the button that shows everything shows
    settled: false,   // whether a view has been chosen, by the first events, a link or the user
    moved: false,     // whether the view is the user's own, and so part of the address
    moves: true       // whether the map may glide: not where the system asks for less motion
  };
  G.moves = !(window.matchMedia && window.matchMedia('(prefers-reduced-motion: reduce)').matches);
  var outside = null;

  function make(tag, className, text) {
    var node = document.createElement(tag);
    if (className) { node.className = className; }
    if (text !== undefined) { node.textContent = text; }
    return node;
  }

  // ---- the base map ------------------------------------------------------------------------------------------------

  G.make = make;

  G.base = function (leafletMap, given) {
    G.map = leafletMap;
    G.options = given;
    G.theme = given.dark ? THEMES.dark : THEMES.light;
    var box = G.map.getContainer();
    box.classList.add(given.dark ? 'gm-dark' : 'gm-light');
    box.style.height = '100vh';
    box.style.width = '100%';
    document.documentElement.style.colorScheme = given.dark ? 'dark' : 'light';
    pane('land', 200);
    pane('labels', 380).style.pointerEvents = 'none';
    pane('areas', 390).style.pointerEvents = 'none';
    G.map.attributionControl.setPrefix(false);
    G.map.attributionControl.addAttribution(given.online ? 'Leaflet' : 'Natural Earth · GeoNames · Leaflet');
    fitButton();
    G.tools();
    restoreView();
    G.map.on('dragend zoomend', function () { G.moved = G.moved || G.settled; });
    G.map.on('moveend', rememberView);
    G.map.on('moveend', G.sayOutOfView);
    if (window.ResizeObserver) { new ResizeObserver(function () { G.map.invalidateSize({ animate: false }); }).observe(box); }
    G.labels = new Labels();
    G.labels.addTo(G.map);
    fetch(given.world).then(function (answer) {
      if (!answer.ok) { throw new Error('status ' + answer.status); }
      return answer.json();
    }).then(function (data) {
      G.world = data;
      drawWorld();
    }).catch(function (error) {
      box.appendChild(make('div', 'gm-note', 'The base map could not be loaded (' + error.message + '). Events are drawn without it.'));
    });
  };

  function pane(name, level) {
    var element = G.map.getPane(name) || G.map.createPane(name);
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
    G.world.countries.forEach(function (c) { G.countries[c[0]] = c[5].map(function (ring) { return [decoded(ring)]; }); });
    if (!G.options.online) {
      var renderer = L.canvas({ pane: 'land', padding: 0.5 });
      var still = { renderer: renderer, pane: 'land', interactive: false, smoothFactor: 1.2 };
      var land = L.extend({ color: G.theme.coast, weight: 0.8, opacity: 1, fillColor: G.theme.land, fillOpacity: 1 }, still);
      // Outlines first, then fills: shared borders get their own, finer line below, and the cut at 180 degrees none at all.
      G.world.countries.forEach(function (c) {
        var rings = G.countries[c[0]];
        L.polyline([].concat.apply([], rings.map(function (r) { return open(r[0]); })), L.extend({}, land, { fill: false, weight: 1.6 })).addTo(G.map);
      });
      G.world.countries.forEach(function (c) {
        L.polygon(G.countries[c[0]], L.extend({}, land, { color: G.theme.land, weight: 0.5 })).addTo(G.map);
      });
      L.polygon(G.world.lakes.map(function (r) { return [decoded(r)]; }), L.extend({}, land, { fillColor: G.theme.sea, color: G.theme.coast })).addTo(G.map);
      var line = L.extend({}, still, { color: G.theme.border, weight: 0.9, opacity: 1, fill: false });
      L.polyline(G.world.borders.map(decoded), line).addTo(G.map);
      L.polyline(G.world.disputed.map(decoded), L.extend({}, line, { dashArray: '3 4' })).addTo(G.map);
    }
    G.labels.redraw();
    G.map.fire('geomap:world');
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

  // A button of the map with a drawing on it; its title is what it is called.
  G.button = function (bar, title, drawing, act) {
    var ns = 'http://www.w3.org/2000/svg', svg = document.createElementNS(ns, 'svg'), path = document.createElementNS(ns, 'path');
    var link = make('a');
    link.href = '#';
    link.title = title;
    link.setAttribute('role', 'button');
    link.setAttribute('aria-label', title);
    svg.setAttribute('width', '14');
    svg.setAttribute('height', '14');
    path.setAttribute('d', drawing);
    path.setAttribute('fill', 'none');
    path.setAttribute('stroke', 'currentColor');
    path.setAttribute('stroke-width', '1.6');
    svg.appendChild(path);
    link.appendChild(svg);
    bar.appendChild(link);
    L.DomEvent.on(link, 'click', function (event) {
      L.DomEvent.preventDefault(event);
      act();
    });
    L.DomEvent.on(link, 'keydown', function (event) { if (event.key === ' ') { L.DomEvent.preventDefault(event); act(); } });
    return link;
  };

  function fitButton() {
    var Fit = L.Control.extend({
      onAdd: function () {
        var bar = make('div', 'leaflet-bar gm-fit');
        var link = G.button(bar, 'Show all events', 'M1 5V1h4M9 1h4v4M13 9v4H9M5 13H1V9', function () {
          G.moved = true;
          G.fit(G.extent, G.moves);
        });
        outside = make('span', 'gm-outside');
        link.appendChild(outside);
        L.DomEvent.disableClickPropagation(bar);
        return bar;
      }
    });
    new Fit({ position: 'topleft' }).addTo(G.map);
  }

  // Where most of it happens: the places with the most documents, until they have seven tenths of the events. The button beside
  // it says how many places that leaves out, and shows them.
  G.bulk = function (rows) {
    var total = rows.reduce(function (sum, row) { return sum + row[6]; }, 0), covered = 0, box = L.latLngBounds([]);
    rows.forEach(function (row) {
      if (covered < 0.7 * total) { box.extend([row[1], row[2]]); }
      covered += row[6];
    });
    return box;
  };

  G.sayOutOfView = function () {
    if (!outside) { return; }
    var view = G.map.getBounds();
    var n = G.placed.filter(function (s) { return !view.contains([s.lat, s.lon]); }).reduce(function (sum, s) { return sum + s.n; }, 0);
    outside.textContent = n ? n + (n > 1 ? ' events' : ' event') + ' out of view' : '';
    outside.style.display = n ? '' : 'none';
  };

  G.fit = function (box, animate) {
    if (!box || !box.isValid()) { return; }
    var below = G.legend ? G.legend.offsetHeight : 0;
    G.map.fitBounds(box, { paddingTopLeft: [64, 34], paddingBottomRight: [40, 34 + below], maxZoom: 6, animate: animate });
  };

  function storageKey() { return 'geomap.view.' + G.options.key; }

  function rememberView() {
    if (!G.settled) { return; }
    var c = G.map.getCenter();
    G.writeAddress();
    try { sessionStorage.setItem(storageKey(), JSON.stringify([c.lat, c.lng, G.map.getZoom(), G.moved ? 1 : 0])); } catch (error) { return; }
  }

  // The view of the address, else the one that this tab had before it was loaded again.
  function restoreView() {
    var kept = G.viewInAddress();
    if (kept) { kept = kept.concat(1); }
    try { kept = kept || JSON.parse(sessionStorage.getItem(storageKey())); } catch (error) { kept = null; }
    if (!Array.isArray(kept) || kept.length !== 4 || !kept.every(isFinite)) { return; }
    G.map.setView([kept[0], kept[1]], kept[2], { animate: false });
    G.settled = true;
    G.moved = Boolean(kept[3]);
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
      var size = G.map.getSize(), ratio = window.devicePixelRatio || 1, canvas = this._canvas;
      var w = size.x + 2 * PAD, h = size.y + 2 * PAD;
      canvas.width = w * ratio;
      canvas.height = h * ratio;
      canvas.style.width = w + 'px';
      canvas.style.height = h + 'px';
      L.DomUtil.setPosition(canvas, G.map.containerPointToLayerPoint([-PAD, -PAD]));
      var ctx = canvas.getContext('2d');
      ctx.scale(ratio, ratio);
      ctx.translate(PAD, PAD);
      ctx.textBaseline = 'middle';
      ctx.lineJoin = 'round';
      var boxes = G.placed.map(function (s) {
        var p = G.map.latLngToContainerPoint([s.lat, s.lon]);
        return [p.x - s.r, p.y - s.r, p.x + s.r, p.y + s.r];
      });
      var zoom = G.map.getZoom();
      if (zoom >= 4) { G.placed.forEach(function (s) { if (!s.soft) { placeLabel(ctx, boxes, s); } }); }
      if (!G.world || G.options.online) { return; }
      G.world.countries.forEach(function (c) { if (c[4] <= zoom + 0.4 && zoom < 7) { countryLabel(ctx, boxes, c); } });
      var least = CITY_THOUSANDS[Math.min(CITY_THOUSANDS.length - 1, Math.floor(zoom))];
      var inView = G.map.getBounds().pad(0.1);
      G.world.cities.forEach(function (c) {
        if ((c[3] >= least || (c[4] && zoom >= 4)) && inView.contains([c[2], c[1]])) { cityLabel(ctx, boxes, c); }
      });
    }
  });

  function free(boxes, box) {
    return boxes.every(function (b) { return box[2] < b[0] || box[0] > b[2] || box[3] < b[1] || box[1] > b[3]; });
  }

  function write(ctx, text, x, y, colour) {
    ctx.lineWidth = 3;
    ctx.strokeStyle = G.theme.halo;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
  }

  function placeLabel(ctx, boxes, s) {
    var p = G.map.latLngToContainerPoint([s.lat, s.lon]);
    ctx.font = '600 12px system-ui, sans-serif';
    ctx.textAlign = 'left';
    var wide = ctx.measureText(s.name).width;
    [[s.r + 4, 0], [-s.r - 4 - wide, 0], [-wide / 2, s.r + 9], [-wide / 2, -s.r - 9]].some(function (d) {
      var box = [p.x + d[0], p.y + d[1] - 7, p.x + d[0] + wide, p.y + d[1] + 7];
      if (!free(boxes, box)) { return false; }
      boxes.push(box);
      write(ctx, s.name, box[0], p.y + d[1], G.theme.ink);
      return true;
    });
  }

  function countryLabel(ctx, boxes, c) {
    var p = G.map.latLngToContainerPoint([c[3], c[2]]), text = c[1].toUpperCase();
    ctx.font = '500 ' + (c[4] < 2.5 ? 11.5 : 10.5) + 'px system-ui, sans-serif';
    if ('letterSpacing' in ctx) { ctx.letterSpacing = '1.2px'; }
    ctx.textAlign = 'center';
    var half = ctx.measureText(text).width / 2;
    var box = [p.x - half, p.y - 8, p.x + half, p.y + 8];
    if (free(boxes, box)) {
      boxes.push(box);
      write(ctx, text, p.x, p.y, G.theme.country);
    }
    if ('letterSpacing' in ctx) { ctx.letterSpacing = '0px'; }
  }

  function cityLabel(ctx, boxes, c) {
    var p = G.map.latLngToContainerPoint([c[2], c[1]]);
    var near = G.placed.some(function (s) { return !s.soft && Math.abs(s.lat - c[2]) < 0.12 && Math.abs(s.lon - c[1]) < 0.12; });
    if (near) { return; }
    ctx.font = (c[4] ? '500' : '400') + ' 11px system-ui, sans-serif';
    ctx.textAlign = 'left';
    var wide = ctx.measureText(c[0]).width;
    var box = [p.x - 4, p.y - 7, p.x + 7 + wide, p.y + 7];
    if (!free(boxes, box)) { return; }
    boxes.push(box);
    ctx.beginPath();
    ctx.arc(p.x, p.y, c[4] ? 2.2 : 1.7, 0, 7);
    ctx.fillStyle = G.theme.city;
    ctx.fill();
    write(ctx, c[0], p.x + 6, p.y, G.theme.city);
  }
})();
