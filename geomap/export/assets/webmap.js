// The page around the map in a file of its own: it filters the events that the file holds, and draws them with the dashboard's scripts.
// Every word of an article is set with textContent; nothing is parsed as HTML.
(function () {
  'use strict';
  var G = window.geomap, make = G.make;
  var DATA = JSON.parse(document.getElementById('data').textContent);
  var STATUS = ['occurred', 'ongoing', 'planned', 'possible', 'denied'];
  var DAY = 86400000, MOST_LISTED = 400;
  var by = function (id) { return document.getElementById(id); };
  var dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  var days = spanOfDays(), chosen = {}, group = null, open = null, timer = null;

  // ---- what the file holds ---------------------------------------------------------------------------------------------

  function dayNumber(text) { return text ? Math.round(Date.parse(text + 'T00:00:00Z') / DAY) : null; }
  function dayText(number) {
    return new Date(number * DAY).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  }

  function spanOfDays() {
    var first = Infinity, last = -Infinity;
    DATA.events.forEach(function (e) {
      e.from = dayNumber(e.start);
      e.to = dayNumber(e.end);
      if (e.from === null) { e.from = e.to; }
      if (e.to === null) { e.to = e.from; }
      e.dated_ = e.from !== null;
      if (e.dated_) { first = Math.min(first, e.from); last = Math.max(last, e.to); }
      e.words = [e.title].concat(e.actors, e.place ? e.place[6] : '', e.quotes.map(function (q) { return q[0] + ' ' + q[1] + ' ' + q[4]; })).join(' ').toLowerCase();
    });
    return first <= last ? [first, last] : null;
  }

  function fresh() {
    var statuses = {}, onlyDenied = DATA.events.every(function (e) { return e.status === 'denied'; });
    STATUS.forEach(function (s) { statuses[s] = s !== 'denied' || onlyDenied; });
    chosen = { from: days ? days[0] : 0, to: days ? days[1] : 0, statuses: statuses, types: {}, undated: true, words: '', box: null, places: null };
    Object.keys(DATA.types).forEach(function (t) { chosen.types[t] = true; });
  }

  function inBox(e) {
    if (!chosen.box) { return true; }
    if (!e.place || e.place[3] !== 'point') { return false; }
    var b = chosen.box, lat = e.place[1], turns = [-360, 0, 360];
    return lat >= b[1] && lat <= b[3] && turns.some(function (t) { return e.place[2] + t >= b[0] && e.place[2] + t <= b[2]; });
  }

  function passes(e, anyDay) {
    if (!chosen.statuses[e.status] || !chosen.types[e.type] || !inBox(e)) { return false; }
    if (chosen.words && chosen.words.split(/\s+/).some(function (w) { return e.words.indexOf(w) < 0; })) { return false; }
    if (!e.dated_) { return chosen.undated; }
    return anyDay || (e.to >= chosen.from && e.from <= chosen.to);
  }

  // ---- the map ---------------------------------------------------------------------------------------------------------

  // The number of a word in a list of words, at the end of which a new one is put.
  function numbered(words, word) {
    var at = words.indexOf(word);
    return at < 0 ? words.push(word) - 1 : at;
  }

  function rows(events, palette, precisions) {
    var found = {};
    events.forEach(function (e) {
      if (!e.place) { return; }
      var p = e.place, row = found[p[0]];
      if (!row) { row = found[p[0]] = [p[0], p[1], p[2], p[3], p[4], p[5], 0, 1, [0, 0, 0, 0, 0], {}, p[6], numbered(precisions, p[7]), []]; }
      row[6] += 1;
      row[7] = Math.max(row[7], e.documents);
      row[8][STATUS.indexOf(e.status)] += 1;
      row[9][DATA.types[e.type][1]] = (row[9][DATA.types[e.type][1]] || 0) + 1;
      if (row[12].length < 4) { row[12].push(e.title); }
    });
    return Object.keys(found).map(function (id) {
      var row = found[id];
      var counts = row[9];
      row[9] = [];
      Object.keys(counts).forEach(function (colour) { row[9].push(numbered(palette, colour), counts[colour]); });
      return row;
    }).sort(function (a, b) { return b[7] - a[7] || b[6] - a[6] || (a[0] < b[0] ? -1 : 1); });
  }

  function colours(events) {
    var labels = {};
    events.forEach(function (e) {
      var type = DATA.types[e.type], known = labels[type[1]] = labels[type[1]] || [];
      if (known.indexOf(type[0].toLowerCase()) < 0) { known.push(type[0].toLowerCase()); }
    });
    return Object.keys(labels).map(function (colour) { return [colour, labels[colour].slice(0, 3).join(', ') + (labels[colour].length > 3 ? '…' : '')]; });
  }

  function drawMap(events) {
    if (group) { G.map.removeLayer(group); }
    group = L.featureGroup().addTo(G.map);
    var palette = [], precisions = [];
    G.events(group, { rows: rows(events, palette, precisions), palette: palette, precisions: precisions, journeys: [], ways: 0, selected: chosen.places || [], focus: null, mixed: DATA.mixed, colouring: 'type',
      colours: colours(events), box: chosen.box, asks: false });
  }

  function startMap() {
    var map = L.map('map', { center: [30, 20], zoom: 2, minZoom: 0, maxZoom: 9, zoomSnap: 0.5, maxBounds: [[-78, -205], [85, 205]], maxBoundsViscosity: 0.6 });
    L.control.scale().addTo(map);
    // A file has no server and no address of its own to write to.
    G.writeAddress = function () {};
    G.viewInAddress = function () { return null; };
    G.send = function (feature) {
      if (feature.properties.kind === 'box') { chosen.box = feature.properties.bbox; chosen.places = null; } else { chosen.places = feature.properties.ids; open = null; }
      show();
      if (chosen.places) { by('list').scrollTop = 0; }
    };
    var world = new Blob([by('world').textContent], { type: 'application/json' });
    G.base(map, { dark: dark, online: false, key: 'file', world: URL.createObjectURL(world) });
  }

  // ---- time ------------------------------------------------------------------------------------------------------------

  // Each event shares itself out over the days that it may lie in, as in the dashboard.
  function drawBars() {
    var canvas = by('bars'), ratio = window.devicePixelRatio || 1, wide = canvas.clientWidth, tall = 44;
    if (!days || !wide) { return; }
    canvas.width = wide * ratio;
    canvas.height = tall * ratio;
    var all = days[1] - days[0] + 1, n = Math.max(1, Math.min(all, Math.floor(wide / 7))), bins = [];
    for (var i = 0; i < n; i++) { bins.push(0); }
    DATA.events.forEach(function (e) {
      if (!e.dated_ || !passes(e, true)) { return; }
      var a = Math.floor((e.from - days[0]) * n / all), b = Math.floor((e.to - days[0]) * n / all);
      for (var k = a; k <= b; k++) { bins[k] += 1 / (b - a + 1); }
    });
    var most = Math.max.apply(null, bins.concat(0.001)), style = getComputedStyle(document.documentElement), ctx = canvas.getContext('2d');
    ctx.scale(ratio, ratio);
    bins.forEach(function (value, k) {
      var from = days[0] + k * all / n, to = days[0] + (k + 1) * all / n, high = value ? Math.max(2, value / most * (tall - 4)) : 0;
      ctx.globalAlpha = to > chosen.from && from <= chosen.to ? 1 : 0.3;
      ctx.fillStyle = style.getPropertyValue('--mark');
      ctx.fillRect(k * wide / n + 0.5, tall - high, wide / n - 1, high);
    });
  }

  function dayAt(event) {
    var box = by('bars').getBoundingClientRect(), share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return Math.min(days[1], days[0] + Math.floor(share * (days[1] - days[0] + 1)));
  }

  function brush() {
    var from = null, bars = by('bars');
    bars.addEventListener('pointerdown', function (event) { from = dayAt(event); bars.setPointerCapture(event.pointerId); });
    bars.addEventListener('pointermove', function (event) {
      if (from === null) { return; }
      var to = dayAt(event);
      chosen.from = Math.min(from, to);
      chosen.to = Math.max(from, to);
      show();
    });
    bars.addEventListener('pointerup', function () { from = null; });
  }

  // A window of the chosen width moves to the end and stops there.
  function play() {
    if (timer) { stop(); return; }
    var wide = chosen.to - chosen.from;
    if (chosen.to >= days[1]) { wide = Math.min(wide, Math.max(0, Math.round((days[1] - days[0]) / 12))); chosen.from = days[0]; chosen.to = days[0] + wide; }
    var step = Math.max(1, Math.round((days[1] - days[0]) / 120));
    by('play').textContent = 'Stop';
    by('play').setAttribute('aria-pressed', 'true');
    timer = window.setInterval(function () {
      if (chosen.to >= days[1]) { stop(); return; }
      chosen.to = Math.min(days[1], chosen.to + step);
      chosen.from = chosen.to - wide;
      show();
    }, 250);
    show();
  }

  function stop() {
    window.clearInterval(timer);
    timer = null;
    by('play').textContent = 'Play';
    by('play').setAttribute('aria-pressed', 'false');
  }

  // ---- the list --------------------------------------------------------------------------------------------------------

  function when(e) {
    if (!e.dated_) { return e.dated ? 'undated (“' + e.dated + '”)' : 'undated'; }
    var text = e.from === e.to ? dayText(e.from) : dayText(e.from) + ' to ' + dayText(e.to);
    return e.basis === 'publication' ? text + ' (day of publication)' : text;
  }

  function item(e) {
    var article = make('article', open === e.id ? 'open' : ''), button = make('button'), type = DATA.types[e.type], dot = make('span', 'dot');
    button.type = 'button';
    button.setAttribute('aria-expanded', String(open === e.id));
    dot.style.background = type[1];
    button.appendChild(dot);
    button.appendChild(make('span', 'title', e.title));
    button.appendChild(make('span', 'known', [e.status, when(e), e.place ? e.place[6] : e.reason || 'no place'].join(' · ')));
    button.addEventListener('click', function () {
      open = open === e.id ? null : e.id;
      if (open && e.place && e.place[3] === 'point') { G.map.panTo([e.place[1], e.place[2]]); }
      show();
      var again = by('list').querySelector('[aria-expanded="true"]');
      if (again) { again.focus(); again.scrollIntoView({ block: 'nearest' }); }
    });
    article.appendChild(button);
    if (open === e.id) { article.appendChild(detail(e)); }
    return article;
  }

  function detail(e) {
    var box = make('div', 'detail');
    box.appendChild(make('p', '', DATA.statuses[e.status] + '. ' + DATA.types[e.type][0] + '.'));
    if (e.actors.length) { box.appendChild(make('p', '', 'Who: ' + e.actors.join(', '))); }
    if (e.place) { box.appendChild(make('p', '', 'Where: ' + e.place[6] + ', ' + e.place[7])); }
    if (e.dated) { box.appendChild(make('p', '', 'Dated by “' + e.dated + '”')); }
    box.appendChild(make('p', '', e.documents + (e.documents === 1 ? ' document' : ' documents') + ', ' + e.origins + (e.origins === 1 ? ' original' : ' originals') + ', confidence ' + e.confidence.toFixed(2)));
    if (e.differ) { box.appendChild(make('p', '', 'The sources differ on this event.')); }
    e.quotes.forEach(function (q) {
      var quote = make('blockquote', '', '“' + q[4] + '”'), cite = make('cite');
      var label = [q[0], q[1] !== q[0] ? q[1] : '', q[3] ? dayText(dayNumber(q[3])) : '', q[5] ? 'according to ' + q[5] : ''].filter(Boolean).join(' · ');
      if (q[2]) {
        var link = make('a', '', label);
        link.href = q[2];
        link.rel = 'noreferrer noopener';
        link.target = '_blank';
        cite.appendChild(link);
      } else {
        cite.textContent = label;
      }
      quote.appendChild(cite);
      box.appendChild(quote);
    });
    return box;
  }

  function drawList(events) {
    var list = by('list'), at = list.scrollTop, shown = events;
    list.textContent = '';
    if (chosen.places) {
      shown = events.filter(function (e) { return e.place && chosen.places.indexOf(e.place[0]) >= 0; });
      var note = make('div', 'note', 'At the chosen place. '), all = make('button', '', 'Show all places');
      all.type = 'button';
      all.addEventListener('click', function () { chosen.places = null; show(); });
      note.appendChild(all);
      list.appendChild(note);
    }
    shown.slice(0, MOST_LISTED).forEach(function (e) { list.appendChild(item(e)); });
    if (!shown.length) { list.appendChild(make('div', 'note', 'No event is left. Widen the days or the filters, or reset them.')); }
    if (shown.length > MOST_LISTED) { list.appendChild(make('div', 'note', 'The first ' + MOST_LISTED + ' of ' + shown.length + '; narrow the filters to see the others.')); }
    list.scrollTop = at;
  }

  // ---- the page --------------------------------------------------------------------------------------------------------

  function show() {
    var events = DATA.events.filter(function (e) { return passes(e, false); });
    var all = DATA.events.length, text = events.length.toLocaleString('en') + ' of ' + all.toLocaleString('en') + (all === 1 ? ' event' : ' events');
    by('count').textContent = text;
    document.title = text + ' · geomap';
    if (days) {
      by('from').value = chosen.from - days[0];
      by('to').value = chosen.to - days[0];
      by('from').setAttribute('aria-valuetext', dayText(chosen.from));
      by('to').setAttribute('aria-valuetext', dayText(chosen.to));
      by('days').textContent = dayText(chosen.from) + ' – ' + dayText(chosen.to);
    }
    drawMap(events);
    drawBars();
    drawList(events);
  }

  function box(parent, text, get, set) {
    var label = make('label'), input = make('input');
    input.type = 'checkbox';
    input.checked = get();
    input.addEventListener('change', function () { set(input.checked); show(); });
    label.appendChild(input);
    label.appendChild(document.createTextNode(' ' + text));
    parent.appendChild(label);
  }

  function count(test) { return DATA.events.filter(test).length; }

  function drawControls() {
    ['statuses', 'types'].forEach(function (id) { while (by(id).children.length > 1) { by(id).lastChild.remove(); } });
    STATUS.forEach(function (s) {
      var n = count(function (e) { return e.status === s; });
      if (n) { box(by('statuses'), s + ' (' + n + ')', function () { return chosen.statuses[s]; }, function (on) { chosen.statuses[s] = on; }); }
    });
    Object.keys(DATA.types).forEach(function (t) {
      var n = count(function (e) { return e.type === t; });
      box(by('types'), DATA.types[t][0] + ' (' + n + ')', function () { return chosen.types[t]; }, function (on) { chosen.types[t] = on; });
    });
    by('undated').checked = chosen.undated;
    by('words').value = chosen.words;
  }

  function startControls() {
    var undated = count(function (e) { return !e.dated_; });
    by('undated-label').textContent = 'undated (' + undated + ')';
    by('undated').addEventListener('change', function () { chosen.undated = by('undated').checked; show(); });
    by('words').addEventListener('input', function () { chosen.words = by('words').value.trim().toLowerCase(); show(); });
    by('reset').addEventListener('click', function () { stop(); fresh(); open = null; drawControls(); show(); });
    if (!days) { by('time').style.display = 'none'; return; }
    ['from', 'to'].forEach(function (id) {
      by(id).max = days[1] - days[0];
      by(id).addEventListener('input', function () {
        var day = days[0] + Number(by(id).value);
        if (id === 'from') { chosen.from = Math.min(day, chosen.to); } else { chosen.to = Math.max(day, chosen.from); }
        show();
      });
    });
    by('play').addEventListener('click', play);
    brush();
    window.addEventListener('resize', drawBars);
  }

  var conditions = Object.keys(DATA.conditions).map(function (name) { return name.replace(/_/g, ' ') + ': ' + [].concat(DATA.conditions[name]).join(', '); });
  by('scope').textContent = (conditions.length ? 'Chosen by ' + conditions.join('; ') + ' · ' : '') + DATA.made;
  fresh();
  startMap();
  startControls();
  drawControls();
  show();
})();
