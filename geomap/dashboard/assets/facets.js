// The filters: lists to tick with the number of events that the other filters leave each choice, a histogram with a threshold, a
// search box that also finds misspelt names. What is ticked counts at once; the server answers with new numbers, in place, so
// that nothing jumps and the focus stays. Foreign text is only ever set as text.
const TYPING_MS = 350; // how long typing must rest before the server is asked
const PATIENCE_MS = 5000; // how long an answer may take before the message is sent again, and then again after twice as long
const LAST_PATIENCE_MS = 80000;

function make(tag, parent, attributes = {}, text) {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  if (text !== undefined) { node.textContent = text; }
  if (parent) { parent.appendChild(node); }
  return node;
}

const number = new Intl.NumberFormat('en').format;
const plain = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
let ids = 0;

class Facet {
  constructor(all, group) {
    this.all = all;
    this.field = group.field;
    this.rows = new Map();
    this.expanded = false;
    this.id = `fc-${++ids}`;
    this.box = make('details', all.root, { class: 'fc', 'data-field': group.field });
    this.box.open = group.open;
    const summary = make('summary', this.box);
    make('span', summary, { class: 'title' }, group.title);
    this.badge = make('span', summary, { class: 'badge', hidden: '' });
    this.body = make('div', this.box, { class: 'body', role: group.kind === 'least' ? 'radiogroup' : 'group', 'aria-label': group.title });
    if (group.help || group.terms.length) { this.explain(group); }
    if (group.seek) { this.seekBox(group); }
    this.list = make('div', this.body, { class: 'list' });
    if (group.kind === 'share') { this.shareControl(); }
    if (group.kind === 'several') {
      this.more = make('button', this.body, { class: 'more', type: 'button', hidden: '' });
      this.more.addEventListener('click', () => { this.expanded = !this.expanded; this.update(this.group); });
    }
  }

  explain(group) {
    const help = make('details', this.body, { class: 'help' });
    make('summary', help, {}, group.terms.length ? 'What do these mean?' : 'What is this?');
    if (group.help) { make('p', help, {}, group.help); }
    const list = group.terms.length ? make('dl', help) : null;
    group.terms.forEach(([word, meaning]) => { make('dt', list, {}, word); make('dd', list, {}, meaning); });
  }

  seekBox(group) {
    this.seek = make('input', this.body, { type: 'search', class: 'seek', placeholder: group.seek, 'aria-label': `${group.title}: ${group.seek}`, autocomplete: 'off', spellcheck: 'false', maxlength: '80' });
    this.seek.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), TYPING_MS);
      this.update(this.group);
    });
    this.seek.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        clearTimeout(this.timer);
        const first = this.list.querySelector('.row:not([hidden]) input');
        if (this.group.offers && this.group.offers.typed === this.seek.value.trim() && first) { first.click(); } else { this.ask(); }
      } else if (event.key === 'Escape' && this.seek.value) {
        this.seek.value = '';
        event.stopPropagation();
        this.update(this.group);
      }
    });
    this.said = make('div', this.body, { class: 'said', role: 'status' });
  }

  ask() {
    const typed = this.seek.value.trim();
    if (typed.length > 1 && !(this.group.offers && this.group.offers.typed === typed)) { this.all.tell({ seek: { field: this.field, typed } }); }
  }

  // The options to show: those of the list, or what answers to the words in the search box.
  wanted(group) {
    const typed = this.seek ? this.seek.value.trim() : '';
    if (!typed) { return group.options.map((o) => [...o, null]); }
    const near = group.options.filter((o) => plain(o[1]).includes(plain(typed))).map((o) => [...o, null]);
    const offers = group.offers && group.offers.typed === typed ? group.offers.options.map(([value, label, n, note]) => [value, label, n, null, note]) : [];
    const seen = new Set(near.map((o) => o[0]));
    return [...near, ...offers.filter((o) => !seen.has(o[0]))];
  }

  update(group) {
    this.group = group;
    const chosen = new Set(this.all.chosen[this.field]);
    if (group.kind === 'share') { this.updateShare(group, chosen); return; }
    const options = this.wanted(group), most = Math.max(1, ...options.map((o) => o[2]));
    const typing = Boolean(this.seek && this.seek.value.trim());
    const order = group.kind === 'several' && group.field !== 'statuses' && !typing
      ? [...options.filter((o) => chosen.has(o[0])), ...options.filter((o) => !chosen.has(o[0]))] : options;
    const useful = order.filter((o) => o[2] || chosen.has(o[0]) || group.field === 'statuses' || typing);
    const limit = this.expanded || typing ? useful.length : Math.max(group.shown, chosen.size);
    const keep = new Set(), focused = this.list.getRootNode().activeElement;
    useful.forEach((option, i) => {
      const row = this.row(group, option);
      keep.add(option[0]);
      if (this.list.children[i] !== row.node) { this.list.insertBefore(row.node, this.list.children[i] || null); }
      row.node.hidden = i >= limit;
      row.input.checked = chosen.has(option[0]);
      const count = number(option[2]), wide = `${100 * option[2] / most}%`;
      if (row.count.textContent !== count) { row.count.textContent = count; }
      if (row.wide !== wide) { row.bar.style.width = row.wide = wide; }
      row.node.classList.toggle('none', !option[2]);
      row.note.textContent = option[4] || '';
      row.input.setAttribute('aria-label', `${option[1]}, ${number(option[2])} ${option[2] === 1 ? 'event' : 'events'}${option[4] ? `, ${option[4]}` : ''}`);
    });
    [...this.rows].forEach(([value, row]) => { if (!keep.has(value)) { row.node.remove(); this.rows.delete(value); } });
    if (focused && this.list.contains(focused) && this.list.getRootNode().activeElement !== focused) { focused.focus({ preventScroll: true }); }
    if (this.more) {
      const hidden = useful.length - limit;
      this.more.hidden = typing || (hidden <= 0 && !this.expanded) || useful.length <= group.shown;
      this.more.textContent = this.expanded ? 'Show fewer' : `${number(hidden)} more`;
    }
    if (this.seek) { this.said.textContent = typing && group.offers && group.offers.typed === this.seek.value.trim() && !useful.length ? 'Nothing is called that, or nearly so.' : ''; }
    const usual = group.usual.length === chosen.size && group.usual.every((value) => chosen.has(value));
    const active = group.kind === 'least' ? (chosen.has('1') ? 0 : 1) : usual ? 0 : chosen.size;
    this.mark(active ? (group.kind === 'least' ? `${[...chosen][0]}+` : number(active)) : '', active);
  }

  mark(text, active) {
    this.badge.hidden = !active;
    this.badge.textContent = text;
  }

  row(group, [value, label, , colour]) {
    const known = this.rows.get(value);
    if (known) { return known; }
    const node = make('label', null, { class: 'row' });
    const input = make('input', node, { type: group.kind === 'least' ? 'radio' : 'checkbox', name: `${this.id}-${group.kind === 'least' ? 'one' : ids++}` });
    if (colour) { make('span', node, { class: 'dot', 'aria-hidden': 'true' }).style.background = colour; }
    const text = make('span', node, { class: 'text' });
    const name = make('span', text, { class: 'name', title: label }, label);
    const note = make('span', text, { class: 'note' });
    const count = make('span', node, { class: 'count', 'aria-hidden': 'true' });
    const track = make('span', node, { class: 'track', 'aria-hidden': 'true' });
    const bar = make('span', track, { class: 'bar' });
    if (group.field === 'statuses') { name.classList.add(value); }
    input.addEventListener('change', () => this.pick(value, input.checked));
    const row = { node, input, count, bar, note };
    this.rows.set(value, row);
    return row;
  }

  pick(value, on) {
    const before = this.all.chosen[this.field];
    const next = this.group.kind === 'least' ? [value] : on ? [...before.filter((v) => v !== value), value] : before.filter((v) => v !== value);
    if (this.seek && this.seek.value) { this.seek.value = ''; }
    this.all.choose(this.field, next);
  }

  shareControl() {
    this.chart = make('div', this.list, { class: 'chart', 'aria-hidden': 'true' });
    this.range = make('input', this.list, { type: 'range', min: '0', max: '0.95', step: '0.05', 'aria-label': 'Confidence at least' });
    this.value = make('output', this.list, { class: 'value' });
    const say = () => { this.say(Number(this.range.value)); };
    this.range.addEventListener('input', say);
    this.range.addEventListener('change', () => this.all.choose(this.field, Number(this.range.value) ? [this.range.value] : []));
  }

  say(least) {
    this.value.textContent = least ? `at least ${least.toFixed(2)}` : 'any';
    this.range.setAttribute('aria-valuetext', this.value.textContent);
    [...this.chart.children].forEach((bar, i) => bar.classList.toggle('out', (i + 1) / 10 <= least + 1e-9));
  }

  updateShare(group, chosen) {
    const most = Math.max(1, ...group.options.map((o) => o[2]));
    this.chart.textContent = '';
    group.options.forEach(([, label, n]) => {
      const bar = make('span', this.chart, { title: `${label}: ${number(n)}` });
      bar.style.height = n ? `${Math.max(6, 100 * n / most)}%` : '0';
    });
    const least = Number([...chosen][0] || 0);
    if (this.range.getRootNode().activeElement !== this.range || Number(this.range.value) !== least) { this.range.value = String(least); }
    this.say(least);
    this.mark(least ? `≥ ${least.toFixed(2)}` : '', least > 0);
  }
}

class Facets {
  constructor(root) {
    this.root = root;
    this.facets = new Map();
    this.chosen = {};
    this.sent = 0;
  }

  update(data, send) {
    this.send = send;
    this.sent = Math.max(this.sent, data.answered);
    if (data.answered >= this.sent) { clearTimeout(this.again); }
    const current = data.answered >= this.sent; // an answer to an older message would undo what was ticked since
    data.groups.forEach((group) => {
      if (current || !(group.field in this.chosen)) { this.chosen[group.field] = group.chosen; }
      if (!this.facets.has(group.field)) { this.facets.set(group.field, new Facet(this, group)); }
      this.facets.get(group.field).update(group);
    });
  }

  choose(field, values) {
    this.chosen[field] = values;
    const facet = this.facets.get(field);
    facet.update(facet.group);
    this.tell({});
  }

  // All choices travel together: of two messages in quick succession only the later one may arrive.
  tell(more) {
    this.sent += 1;
    this.post({ number: this.sent, chosen: this.chosen, ...more }, PATIENCE_MS);
  }

  // A message that got lost on the way would leave the page without it for ever: it is sent until it is answered.
  post(message, patience) {
    this.send(message);
    clearTimeout(this.again);
    if (patience <= LAST_PATIENCE_MS) { this.again = setTimeout(() => this.post(message, 2 * patience), patience); }
  }
}

const known = new WeakMap();

export default function (component) {
  const root = component.parentElement.querySelector('.facets');
  if (!known.has(root)) { known.set(root, new Facets(root)); }
  known.get(root).update(component.data, (message) => component.setTriggerValue('picked', message));
}
