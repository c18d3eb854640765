// What a person can do on the map beside looking: choose a symbol with the pointer or the keys, draw a box, point at a spot.
// Each gesture goes to the server as one feature; panning and zooming never do, they only change the page's address.
(function () {
  'use strict';
  var G = window.geomap;
  if (G.send) { return; }
  var sent = Date.now(); // the same gesture twice must still differ, also after a reload
  var box = null, asking = false, told = false, overlay = null, buttons = {}, cursor = null, current = null, voice = null;

  // ---- what goes to the server ----------------------------------------------------------------------------------------

  // streamlit-folium would wait a quarter of a second; telling it what was sent keeps it from sending the same again.
  G.send = function (feature) {
    var returned = { last_active_drawing: feature };
    window.__GLOBAL_DATA__.last_active_drawing = feature;
    window.__GLOBAL_DATA__.previous_data = returned;
    window.Streamlit.setComponentValue(returned);
  };

  function gesture(properties) {
    properties.click = ++sent;
    G.send({ type: 'Feature', properties: properties, geometry: null });
  }

  // Choose a symbol. One that gathers several places opens: the map goes where they come apart, and the panel lists them all.
  G.choose = function (marker) {
    var s = marker.symbol;
    marker.feature.properties.click = ++sent;
    G.send(marker.toGeoJSON());
    if (s.rows.length < 2) { return; }
    var around = L.latLngBounds(s.rows.map(function (row) { return [row[1], row[2]]; }));
    var now = G.map.getZoom(), most = G.map.getMaxZoom();
    if (now >= most || around.getNorthEast().equals(around.getSouthWest(), 0.002)) { return; }
    var closer = Math.min(most, Math.max(now + 1, Math.min(now + 4, G.map.getBoundsZoom(around, false, L.point(90, 90)))));
    G.moved = true;
    G.map.setView(around.getCenter(), closer, { animate: G.moves });
  };

  // ---- the address -----------------------------------------------------------------------------------------------------
  // "at" is latitude, longitude and zoom. It is written into the page's address without a rerun and without a step of history.

  var AT = /^(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?),(\d{1,2}(?:\.\d+)?)$/;

  function page() {
    try { return window.parent.location.search === undefined ? null : window.parent; } catch (error) { return null; }
  }

  G.viewInAddress = function () {
    if (!page()) { return null; }
    var found = AT.exec(new URLSearchParams(page().location.search).get('at') || '');
    var view = found ? found.slice(1).map(Number) : null;
    return view && Math.abs(view[0]) <= 90 && Math.abs(view[1]) <= 540 ? view : null;
  };

  G.writeAddress = function () {
    var above = page();
    if (!above || !G.moved || !G.settled) { return; }
    var c = G.map.getCenter(), at = 'at=' + [+c.lat.toFixed(3), +c.lng.toFixed(3), +G.map.getZoom().toFixed(1)].join(',');
    var others = above.location.search.replace(/^\?/, '').split('&').filter(function (part) { return part && part.slice(0, 3) !== 'at='; });
    var wanted = '?' + others.concat(at).join('&');
    if (wanted !== above.location.search) { above.history.replaceState(above.history.state, '', above.location.pathname + wanted + above.location.hash); }
  };

  // ---- a box, a spot ---------------------------------------------------------------------------------------------------

  var ICONS = { draw: 'M2.5 5V2.5H5M9 2.5h2.5V5M11.5 9v2.5H9M5 11.5H2.5V9M7 4.6v4.8M4.6 7h4.8', view: 'M1 7s2.2-4 6-4 6 4 6 4-2.2 4-6 4-6-4-6-4zM7 5.3a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4',
    clear: 'M3 3l8 8M11 3l-8 8' };

  G.tools = function () {
    var Bar = L.Control.extend({
      onAdd: function () {
        var bar = G.make('div', 'leaflet-bar gm-tools');
        buttons.draw = G.button(bar, 'Draw a box: only events in it', ICONS.draw, function () { cover(overlay ? null : 'box'); });
        buttons.view = G.button(bar, 'Only events in this view', ICONS.view, function () { sendBox(G.map.getBounds()); });
        buttons.clear = G.button(bar, 'Remove the box', ICONS.clear, function () { sendBox(null); });
        buttons.clear.style.display = 'none';
        L.DomEvent.disableClickPropagation(bar);
        return bar;
      }
    });
    new Bar({ position: 'topleft' }).addTo(G.map);
    keys();
  };

  function sendBox(bounds) {
    cover(null);
    var b = bounds && [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    // Wider than the world is no box: everything is in it.
    gesture({ kind: 'box', bbox: b && b[2] - b[0] < 360 ? b : null });
  }

  // What the server says: the box that the filters have, and whether a spot is asked for, or where the map stands.
  G.gestures = function (data) {
    if (box) { G.map.removeLayer(box); box = null; }
    if (data.box) {
      var b = data.box, east = b[2] < b[0] ? b[2] + 360 : b[2];
      box = L.rectangle([[b[1], b[0]], [b[3], east]], { pane: 'areas', interactive: false, color: G.theme.mark, weight: 1.6, dashArray: '6 5', fill: false, opacity: 0.8 }).addTo(G.map);
    }
    buttons.clear.style.display = data.box ? '' : 'none';
    if (asking !== Boolean(data.asks)) {
      asking = Boolean(data.asks);
      cover(asking ? 'spot' : null);
    }
    if (data.where && !told) {
      var c = G.map.getCenter();
      gesture({ kind: 'stands', at: [+c.lat.toFixed(4), +c.lng.toFixed(4), G.map.getZoom()] });
    }
    told = Boolean(data.where);
    follow();
    G.writeAddress();
    window.setTimeout(G.writeAddress, 400); // the page writes its own part of the address about now
  };

  // A cover over the map takes the pointer while a box is drawn or a spot is asked for.
  function cover(purpose) {
    if (overlay) { overlay.remove(); overlay = null; }
    buttons.draw.setAttribute('aria-pressed', String(purpose === 'box'));
    if (!purpose) { return; }
    overlay = G.make('div', 'gm-cover');
    overlay.appendChild(G.make('div', 'gm-hint', purpose === 'box' ? 'Drag over the part of the map to keep. Escape leaves it.' : 'Point at the place on the map. Escape leaves it.'));
    L.DomEvent.disableClickPropagation(overlay);
    if (purpose === 'box') { drawBox(overlay); } else { overlay.addEventListener('click', function (event) { pointAt(at(event)); }); }
    G.map.getContainer().appendChild(overlay);
    G.map.getContainer().focus({ preventScroll: true });
  }

  function at(event) { return L.DomEvent.getMousePosition(event, G.map.getContainer()); }

  function pointAt(p) {
    var spot = p && G.map.containerPointToLatLng(p);
    asking = false;
    cover(null);
    gesture({ kind: 'spot', spot: spot && [+spot.lat.toFixed(5), +spot.lng.toFixed(5)] });
  }

  function drawBox(on) {
    var from = null, frame = G.make('div', 'gm-frame');
    on.appendChild(frame);
    on.addEventListener('pointerdown', function (event) {
      from = at(event);
      on.setPointerCapture(event.pointerId);
    });
    on.addEventListener('pointermove', function (event) {
      if (!from) { return; }
      var to = at(event);
      frame.style.cssText = 'display:block;left:' + Math.min(from.x, to.x) + 'px;top:' + Math.min(from.y, to.y) + 'px;width:' + Math.abs(to.x - from.x) + 'px;height:' + Math.abs(to.y - from.y) + 'px';
    });
    on.addEventListener('pointerup', function (event) {
      var to = at(event), start = from;
      from = null;
      if (!start || Math.abs(to.x - start.x) < 6 || Math.abs(to.y - start.y) < 6) { frame.style.display = 'none'; return; }
      sendBox(L.latLngBounds(G.map.containerPointToLatLng(start), G.map.containerPointToLatLng(to)));
    });
  }

  // ---- the keyboard ----------------------------------------------------------------------------------------------------

  var WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function keys() {
    var container = G.map.getContainer();
    G.map.keyboard.disable();
    container.tabIndex = 0;
    container.setAttribute('role', 'application');
    container.setAttribute('aria-label', 'Map of events. Arrow keys go from symbol to symbol, Enter opens one, shift with arrows moves the map, plus and minus zoom, Home shows all.');
    voice = G.make('div', 'gm-voice');
    voice.setAttribute('aria-live', 'polite');
    container.appendChild(voice);
    container.addEventListener('keydown', function (event) {
      if (event.target !== container || event.altKey || event.ctrlKey || event.metaKey) { return; }
      if (act(event)) { event.preventDefault(); }
    });
    container.addEventListener('blur', function () { aim(null); });
  }

  function act(event) {
    var way = WAYS[event.key];
    if (way && (event.shiftKey || overlay)) { G.moved = true; G.map.panBy([way[0] * 90, way[1] * 90], { animate: G.moves }); return true; }
    if (way) { step(way); return true; }
    if (event.key === 'Enter' || event.key === ' ') {
      if (asking) { pointAt(G.map.getSize().divideBy(2)); } else if (current) { G.choose(current); }
      return true;
    }
    if (event.key === '+' || event.key === '=') { G.map.zoomIn(); return true; }
    if (event.key === '-') { G.map.zoomOut(); return true; }
    if (event.key === 'Home') { G.moved = true; G.fit(G.extent, G.moves); return true; }
    if (event.key === 'Escape') {
      if (asking) { pointAt(null); } else if (overlay) { cover(null); } else { aim(null); }
      return true;
    }
    return false;
  }

  // The next symbol that way: near, and not far off the axis; in view if there is one, else the map goes there.
  function step(way) {
    var size = G.map.getSize();
    var here = current ? G.map.latLngToContainerPoint(current.getLatLng()) : size.divideBy(2);
    var best = null, least = Infinity;
    G.markers.forEach(function (m) {
      if (m === current) { return; }
      var p = G.map.latLngToContainerPoint(m.getLatLng()), dx = p.x - here.x, dy = p.y - here.y;
      var along = dx * way[0] + dy * way[1], aside = Math.abs(dx * way[1] - dy * way[0]);
      if (current && along <= 0) { return; }
      var outside = p.x < 0 || p.y < 0 || p.x > size.x || p.y > size.y;
      var cost = (current ? along + 2 * aside : Math.abs(dx) + Math.abs(dy)) + (outside ? 1e5 : 0);
      if (cost < least) { least = cost; best = m; }
    });
    if (best) { aim(best); }
  }

  function aim(marker) {
    current = marker;
    if (cursor) { G.map.removeLayer(cursor); cursor = null; }
    if (!marker) { voice.textContent = ''; G.dropHover(); return; }
    var s = marker.symbol, wide = 2 * s.r + 14;
    if (!G.map.getBounds().pad(-0.03).contains(marker.getLatLng())) { G.moved = true; G.map.panTo(marker.getLatLng(), { animate: false }); }
    cursor = L.marker(marker.getLatLng(), { interactive: false, keyboard: false, icon: L.divIcon({ className: 'gm-cursor', iconSize: [wide, wide] }) }).addTo(G.map);
    marker.fire('mouseover');
    voice.textContent = (s.rows.length > 1 ? s.name + ' and ' + (s.rows.length - 1) + ' nearby' : s.name) + ', ' + s.n + (s.n > 1 ? ' events' : ' event');
  }

  // After the symbols were drawn anew: the one with the cursor is found again by its place.
  function follow() {
    if (!current) { return; }
    var id = current.symbol.ids[0], found = G.markers.filter(function (m) { return m.symbol.ids.indexOf(id) >= 0; })[0];
    var focused = document.activeElement === G.map.getContainer();
    aim(focused && found ? found : null);
  }
  G.follow = follow;
})();
