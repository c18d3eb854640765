// The timeline: bars that are a brush, two handles, exact dates, and play. What the user does here counts at once; the server is
// told when the hand rests, and answers with new bars. Days are whole numbers, counted from 1 January 1970.
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const REST_MS = 140; // how long the hand must rest before the server is told
const PATIENCE_MS = 4000; // how long play waits for an answer before it goes on
const LOST_MS = 5000; // how long an answer may take before the message is sent again, and then again after twice as long
const LAST_LOST_MS = 80000;
const MOVABLE = 0.7; // a window wider than this part of all days isn't moved: drawing in it makes a new one
const EDGE = 7; // pixels left free on either side, so that a handle at the end can be seen whole
const SPEEDS = { Slow: 1400, Normal: 700, Fast: 350, 'Very fast': 150 };
const STEPS = ['Day', 'Week', 'Month'];

const date = (day) => new Date(day * 864e5);
const dayOf = (text) => Math.round(Date.parse(text + 'T00:00:00Z') / 864e5);
const iso = (day) => date(day).toISOString().slice(0, 10);
const words = (day) => `${date(day).getUTCDate()} ${MONTHS[date(day).getUTCMonth()]} ${date(day).getUTCFullYear()}`;
const range = (a, b) => (a === b ? words(a) : `${words(a)} – ${words(b)}`);

// The day so many months later; the last day of a shorter month where it has no such day.
function monthsLater(day, n) {
  const from = date(day), to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + n + 1, 0));
  to.setUTCDate(Math.min(from.getUTCDate(), to.getUTCDate()));
  return Math.round(to.getTime() / 864e5);
}
function later(day, step, n = 1) { return step === 'Month' ? monthsLater(day, n) : day + n * (step === 'Week' ? 7 : 1); }

function make(tag, parent, attributes = {}, text) {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  if (text !== undefined) { node.textContent = text; }
  if (parent) { parent.appendChild(node); }
  return node;
}

class Timeline {
  constructor(root) {
    this.root = root.querySelector('.tl');
    this.sent = 0; // the number of the last message to the server
    this.answered = 0; // the number of the last one that it has answered
    this.mode = null;
    this.build();
    new ResizeObserver(() => this.draw()).observe(this.chart);
  }

  // ---- what it is made of ---------------------------------------------------------------------------------------------

  build() {
    this.chart = make('div', this.root, { class: 'chart' });
    this.canvas = make('canvas', this.chart, { role: 'img' });
    this.brush = make('div', this.chart, { class: 'brush' });
    this.handles = ['First day', 'Last day'].map((label, i) => this.handle(label, i));
    this.tip = make('div', this.chart, { class: 'tip', hidden: '' });
    this.axis = make('div', this.root, { class: 'axis', 'aria-hidden': 'true' });
    this.controls();
    this.chart.addEventListener('pointerdown', (event) => this.press(event));
    this.chart.addEventListener('pointermove', (event) => this.move(event));
    this.chart.addEventListener('pointerup', (event) => this.release(event));
    this.chart.addEventListener('pointercancel', (event) => this.release(event));
    this.chart.addEventListener('pointerleave', () => { this.tip.hidden = true; });
    this.chart.addEventListener('dblclick', () => this.choose(this.first, this.last, true));
  }

  handle(label, i) {
    const node = make('div', this.chart, { class: 'handle', role: 'slider', tabindex: '0', 'aria-label': label, 'data-end': String(i) });
    node.addEventListener('keydown', (event) => {
      const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      const now = i ? this.b : this.a;
      let day = null;
      if (way) { day = now + way * (event.shiftKey ? 7 : 1); }
      if (event.key === 'PageUp') { day = monthsLater(now, 1); }
      if (event.key === 'PageDown') { day = monthsLater(now, -1); }
      if (event.key === 'Home') { day = i && this.mode === 'range' ? this.a : this.first; }
      if (event.key === 'End') { day = i || this.mode === 'day' ? this.last : this.b; }
      if (day === null) { return; }
      event.preventDefault();
      this.stop();
      this.drag(i, day);
    });
    return node;
  }

  controls() {
    const rows = make('div', this.root, { class: 'bar' }), dates = make('div', rows, { class: 'part' }), bar = make('div', rows, { class: 'part' });
    this.playing = make('button', bar, { type: 'button', class: 'play' });
    this.playing.addEventListener('click', () => (this.timer ? this.stop() : this.play()));
    this.showPlaying();
    this.step = this.select(bar, 'Step', STEPS, 'Week');
    this.speed = this.select(bar, 'Speed', Object.keys(SPEEDS), 'Normal');
    this.trail = this.select(bar, 'Play', ['Move the days', 'Add days'], 'Move the days');
    this.modes = make('div', dates, { class: 'modes', role: 'group', 'aria-label': 'Which days' });
    this.modeButtons = { range: 'Range', day: 'Single day' };
    Object.entries(this.modeButtons).forEach(([mode, text]) => {
      const button = make('button', this.modes, { type: 'button' }, text);
      button.addEventListener('click', () => this.setMode(mode));
      this.modeButtons[mode] = button;
    });
    this.fields = [this.field(dates, 'From', 0), this.field(dates, 'To', 1)];
    this.all = make('button', dates, { type: 'button', class: 'plain' }, 'All dates');
    this.all.addEventListener('click', () => { this.stop(); this.mode = 'range'; this.choose(this.first, this.last, true); });
  }

  select(bar, label, choices, chosen) {
    const box = make('label', bar, { class: 'pick' });
    make('span', box, {}, label);
    const node = make('select', box);
    choices.forEach((choice) => make('option', node, choice === chosen ? { selected: '' } : {}, choice));
    return node;
  }

  field(bar, label, i) {
    const box = make('label', bar, { class: 'date' });
    const text = make('span', box, {}, label);
    const node = make('input', box, { type: 'date' });
    const take = () => {
      const day = dayOf(node.value);
      if (!Number.isFinite(day) || node.validity.rangeUnderflow || node.validity.rangeOverflow) { return; }
      this.stop();
      if (this.mode === 'day') { this.choose(day, day); } else if (i) { this.choose(Math.min(this.a, day), day); } else { this.choose(day, Math.max(this.b, day)); }
    };
    node.addEventListener('change', take);
    node.addEventListener('blur', () => { take(); this.fill(true); });
    return { box, text, node };
  }

  // ---- what the server says -------------------------------------------------------------------------------------------

  render(data, tell) {
    this.tell = tell;
    this.data = data;
    this.first = data.first;
    this.last = data.last;
    this.answered = Math.max(this.answered, Math.min(data.answered, this.sent));
    if (this.answered >= this.sent) { window.clearTimeout(this.again); }
    const waiting = this.answered < this.sent || this.resting || this.held;
    // A new page has sent nothing: it takes what the server has, as it does when another control has moved the days.
    if (!waiting || this.a === undefined) {
      this.a = data.start;
      this.b = data.end;
      if (this.mode === null || (this.mode === 'day' && this.a !== this.b)) { this.mode = this.a === this.b && this.first < this.last ? 'day' : 'range'; }
    }
    this.a = Math.min(Math.max(this.a, this.first), this.last);
    this.b = Math.max(Math.min(this.b, this.last), this.a);
    this.canvas.setAttribute('aria-label', data.spoken);
    this.draw();
  }

  // ---- what is chosen -------------------------------------------------------------------------------------------------

  choose(a, b, now = false) {
    const inside = (day) => Math.min(Math.max(day, this.first), this.last);
    const [from, to] = [inside(Math.min(a, b)), inside(Math.max(a, b))];
    const moved = from !== this.a || to !== this.b;
    this.a = from;
    this.b = to;
    window.clearTimeout(this.resting);
    this.resting = null;
    // The first of several quick changes goes at once, the others when the hand rests.
    const calm = this.answered >= this.sent && performance.now() - (this.changed || 0) > 3 * REST_MS;
    this.changed = performance.now();
    if (now || calm) { this.send(); } else { this.resting = window.setTimeout(() => { this.resting = null; this.send(); }, REST_MS); }
    if (moved) { this.draw(); } // after it was sent: the server works meanwhile
  }

  send() {
    if (this.lastSent && this.lastSent[0] === this.a && this.lastSent[1] === this.b && this.data.start === this.a && this.data.end === this.b) { return; }
    this.lastSent = [this.a, this.b];
    this.sent = Math.max(this.sent, this.data.answered) + 1;
    this.sentAt = performance.now();
    this.post({ start: iso(this.a), end: iso(this.b), number: this.sent }, LOST_MS);
  }

  // A message that got lost on the way would leave the map behind for ever: it is sent until it is answered.
  post(message, patience) {
    this.tell('window', message);
    window.clearTimeout(this.again);
    if (patience <= LAST_LOST_MS) { this.again = window.setTimeout(() => this.post(message, 2 * patience), patience); }
  }

  drag(i, day) {
    if (this.mode === 'day') { this.choose(day, day); return; }
    if (i) { this.choose(this.a, Math.max(day, this.a)); } else { this.choose(Math.min(day, this.b), this.b); }
  }

  setMode(mode) {
    this.stop();
    this.mode = mode;
    if (mode === 'day') {
      const busiest = this.data.bins.filter((bin) => bin[1] >= this.a && bin[0] <= this.b).reduce((best, bin) => (!best || bin[3] > best[3] ? bin : best), null);
      const day = this.a === this.first && this.b === this.last && busiest ? Math.max(busiest[0], this.first) : this.a;
      this.choose(day, day, true);
    } else { this.choose(this.first, this.last, true); }
  }

  // ---- the pointer ----------------------------------------------------------------------------------------------------

  dayAt(event) {
    const box = this.chart.getBoundingClientRect();
    const part = (event.clientX - box.left - EDGE) / (box.width - 2 * EDGE);
    return Math.min(Math.max(Math.floor(this.first + part * (this.last + 1 - this.first)), this.first), this.last);
  }

  press(event) {
    if (event.button !== 0) { return; }
    this.stop();
    const day = this.dayAt(event), end = event.target.dataset && event.target.dataset.end;
    const most = this.b - this.a > MOVABLE * (this.last - this.first);
    if (end !== undefined) { this.held = { kind: 'end', i: Number(end) }; }
    else if (this.mode === 'range' && !most && day >= this.a && day <= this.b) { this.held = { kind: 'window', from: day, a: this.a, b: this.b }; }
    else { this.held = { kind: 'new', from: day }; }
    this.held.x = event.clientX;
    this.chart.setPointerCapture(event.pointerId);
  }

  move(event) {
    const day = this.dayAt(event), held = this.held;
    this.point(event, day);
    if (!held) { return; }
    if (!held.moved && Math.abs(event.clientX - held.x) < 4) { return; }
    held.moved = true;
    if (held.kind === 'end') { this.drag(held.i, day); }
    else if (this.mode === 'day') { this.choose(day, day); }
    else if (held.kind === 'new') { this.choose(held.from, day); }
    else {
      const by = Math.min(Math.max(day - held.from, this.first - held.a), this.last - held.b);
      this.choose(held.a + by, held.b + by);
    }
  }

  release(event) {
    const held = this.held;
    this.held = null;
    if (!held) { return; }
    if (held.kind === 'end') { this.handles[held.i].focus(); }
    if (held.moved) { this.choose(this.a, this.b, true); return; }
    if (held.kind === 'end' || event.type === 'pointercancel') { return; }
    const day = this.dayAt(event), bin = this.data.bins.find((one) => one[0] <= day && day <= one[1]);
    if (this.mode === 'day') { this.choose(day, day, true); } else if (bin) { this.choose(bin[0], bin[1], true); }
  }

  point(event, day) {
    const bin = this.data.bins.find((one) => one[0] <= day && day <= one[1]);
    this.tip.hidden = !bin && !this.held;
    if (this.tip.hidden) { return; }
    const may = bin ? bin[2] : 0, share = bin ? bin[3] : 0;
    const counted = bin ? `${range(bin[0], bin[1])}: ${may} ${may === 1 ? 'event' : 'events'} may fall here${Math.abs(share - may) > 0.05 ? `, ${share.toFixed(1)} when shared out over their days` : ''}` : '';
    this.tip.textContent = this.held && this.held.moved ? range(this.a, this.b) : counted;
    const box = this.chart.getBoundingClientRect(), x = event.clientX - box.left;
    const half = this.tip.offsetWidth / 2;
    this.tip.style.left = `${Math.min(Math.max(x, half), box.width - half)}px`;
  }

  // ---- play -----------------------------------------------------------------------------------------------------------

  play() {
    const step = this.step.value, whole = this.a === this.first && this.b === this.last;
    const cumulative = this.trail.value === 'Add days';
    if (this.mode === 'day') { if (this.a >= this.last) { this.choose(this.first, this.first); } }
    else if (whole || this.b >= this.last) {
      const a = whole ? this.first : cumulative ? this.a : this.first;
      const wide = whole || cumulative ? later(a, step) - 1 : a + (this.b - this.a);
      this.choose(a, wide);
    }
    this.timer = window.setTimeout(() => this.tick(), SPEEDS[this.speed.value]);
    this.showPlaying();
  }

  // One step on; it waits for the server's answer to the last one, so that the map is never more than a step behind.
  tick() {
    const step = this.step.value, waited = performance.now() - (this.sentAt || 0);
    if ((this.answered < this.sent && waited < PATIENCE_MS) || this.resting) { this.timer = window.setTimeout(() => this.tick(), 30); return; }
    if (this.b >= this.last) { this.stop(); return; }
    const b = later(this.b + 1, step) - 1;
    const a = this.trail.value === 'Add days' && this.mode !== 'day' ? this.a : later(this.a, step);
    if (this.mode === 'day') { this.choose(Math.min(a, this.last), Math.min(a, this.last), true); } else { this.choose(Math.min(a, this.last), b, true); }
    this.timer = window.setTimeout(() => this.tick(), SPEEDS[this.speed.value]);
  }

  stop() {
    if (!this.timer) { return; }
    window.clearTimeout(this.timer);
    this.timer = null;
    this.showPlaying();
  }

  showPlaying() {
    const ns = 'http://www.w3.org/2000/svg', svg = document.createElementNS(ns, 'svg'), path = document.createElementNS(ns, 'path');
    svg.setAttribute('viewBox', '0 0 12 12');
    path.setAttribute('d', this.timer ? 'M2 1h3v10H2zM7 1h3v10H7z' : 'M2 .8v10.4L11 6z');
    svg.appendChild(path);
    this.playing.replaceChildren(svg, document.createTextNode(this.timer ? 'Pause' : 'Play'));
  }
  // ---- drawing --------------------------------------------------------------------------------------------------------

  draw() {
    if (!this.data || !this.chart.clientWidth) { return; }
    const style = getComputedStyle(this.root), ratio = window.devicePixelRatio || 1;
    const wide = this.chart.clientWidth, high = this.chart.clientHeight;
    const at = (day) => EDGE + ((day - this.first) / (this.last + 1 - this.first)) * (wide - 2 * EDGE);
    this.canvas.width = wide * ratio;
    this.canvas.height = high * ratio;
    const ctx = this.canvas.getContext('2d'), most = Math.max(1, ...this.data.bins.map((bin) => bin[2]));
    ctx.scale(ratio, ratio);
    const bars = (colour) => {
      ctx.fillStyle = colour;
      [[2, 0.32], [3, 1]].forEach(([value, alpha]) => {
        ctx.globalAlpha = alpha;
        this.data.bins.forEach((bin) => {
          const left = at(Math.max(bin[0], this.first)), right = at(Math.min(bin[1], this.last) + 1);
          const gap = right - left > 5 ? 1 : right - left > 2.5 ? 0.5 : 0, tall = bin[value] ? Math.max((bin[value] / most) * (high - 6), 1.2) : 0;
          ctx.fillRect(left + gap / 2, high - tall, Math.max(right - left - gap, 0.6), tall);
        });
      });
      ctx.globalAlpha = 1;
    };
    bars(style.getPropertyValue('--tl-outside'));
    const left = at(this.a), right = at(this.b + 1);
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, 0, right - left, high);
    ctx.clip();
    ctx.clearRect(left, 0, right - left, high);
    bars(style.getPropertyValue('--tl-inside'));
    ctx.restore();
    this.place(left, right);
    this.ticks(at, wide);
    this.fill(false);
  }

  place(left, right) {
    const whole = this.a === this.first && this.b === this.last, single = this.mode === 'day';
    this.brush.style.left = `${left}px`;
    this.brush.style.width = `${Math.max(right - left, 2)}px`;
    this.brush.classList.toggle('whole', whole);
    this.chart.classList.toggle('movable', !single && this.b - this.a <= MOVABLE * (this.last - this.first));
    const middle = (left + right) / 2;
    this.handles.forEach((node, i) => {
      const day = i ? this.b : this.a;
      node.style.left = `${single ? middle : i ? right : left}px`;
      node.hidden = single && i === 1;
      node.setAttribute('aria-label', single ? 'Day' : i ? 'Last day' : 'First day');
      node.setAttribute('aria-valuemin', String(i && !single ? this.a : this.first));
      node.setAttribute('aria-valuemax', String(i || single ? this.last : this.b));
      node.setAttribute('aria-valuenow', String(day));
      node.setAttribute('aria-valuetext', words(day));
    });
  }

  // Years, months or days under the bars, as many as there is room for.
  ticks(at, wide) {
    const days = this.last + 1 - this.first, room = Math.max(2, Math.floor(wide / 54)), found = [];
    const months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find((n) => days / (30.4 * n) <= room) || 2400;
    const few = [1, 2, 7, 14].find((n) => days / n <= room);
    if (few) {
      for (let day = this.first; day <= this.last; day += few) {
        const first = date(day).getUTCDate(), head = !found.length || first <= few;
        found.push([day, `${first} ${MONTHS[date(day).getUTCMonth()]}${!found.length || (head && date(day).getUTCMonth() === 0) ? ` ${date(day).getUTCFullYear()}` : ''}`]);
      }
    } else {
      const from = date(this.first);
      let index = Math.ceil((from.getUTCFullYear() * 12 + from.getUTCMonth() + (from.getUTCDate() > 1 ? 1 : 0)) / months) * months;
      for (;; index += months) {
        const day = Math.round(Date.UTC(Math.floor(index / 12), index % 12, 1) / 864e5);
        if (day > this.last) { break; }
        const year = String(Math.floor(index / 12));
        found.push([day, months >= 12 ? year : index % 12 === 0 || !found.length ? `${MONTHS[index % 12]} ${year}` : MONTHS[index % 12]]);
      }
    }
    const says = JSON.stringify([found, wide, this.first, this.last]);
    if (says === this.axisSays) { return; } // to measure the words makes the browser lay out the page anew
    this.axisSays = says;
    this.axis.replaceChildren();
    let free = 0;
    found.forEach(([day, text]) => {
      const node = make('span', this.axis, {}, text), x = at(day), w = node.offsetWidth;
      const left = Math.min(Math.max(x - (few ? 0 : 4), 0), wide - w);
      if (left < free) { node.remove(); return; }
      node.style.left = `${left}px`;
      free = left + w + 10;
    });
  }

  // The date fields; not the one that is being typed in.
  fill(blurred) {
    const single = this.mode === 'day', active = this.root.getRootNode().activeElement;
    this.fields[1].box.hidden = single;
    this.fields[0].text.textContent = single ? 'Day' : 'From';
    this.fields.forEach(({ node }, i) => {
      node.min = iso(this.first);
      node.max = iso(this.last);
      if (blurred || node !== active) { node.value = iso(i ? this.b : this.a); }
    });
    Object.entries(this.modeButtons).forEach(([mode, button]) => button.setAttribute('aria-pressed', String(mode === this.mode)));
    this.all.disabled = this.a === this.first && this.b === this.last;
  }
}

const timelines = new WeakMap();

export default function ({ parentElement, data, setStateValue }) {
  let timeline = timelines.get(parentElement);
  if (!timeline) {
    timeline = new Timeline(parentElement);
    timelines.set(parentElement, timeline);
  }
  timeline.render(data, setStateValue);
  return () => timeline.stop();
}
