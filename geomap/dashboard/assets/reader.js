// An article with its marks. Everything that comes from it is set as text. Paragraphs far from view are laid out only when they
// come near (see reader.css), so that long articles open at once.
const NARROW = 700; // pixels: narrower windows have one column
const LABELS = { place: 'place', unplaced: 'place, not placed', time: 'time', event: 'event' };

function make(tag, parent, attributes = {}, text) {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  if (text !== undefined) { node.textContent = text; }
  if (parent) { parent.appendChild(node); }
  return node;
}

class Reader {
  constructor(root) {
    this.root = root.querySelector('.rd');
    this.page = make('div', this.root, { class: 'page', role: 'document' });
    this.tip = make('div', this.root, { class: 'tip', role: 'status', hidden: '' });
    this.drawn = null;
    this.page.addEventListener('click', (event) => this.choose(event.target.closest('mark')));
    this.page.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        if (event.target.closest('mark')) { event.preventDefault(); }
        this.choose(event.target.closest('mark'));
      }
      if (event.key === 'Escape') { this.hide(); }
    });
    this.page.addEventListener('pointerover', (event) => this.show(event.target.closest('mark')));
    this.page.addEventListener('focusin', (event) => this.show(event.target.closest('mark')));
    this.page.addEventListener('pointerleave', () => this.hide());
    this.page.addEventListener('focusout', () => this.hide());
    this.page.addEventListener('scroll', () => this.hide(), { passive: true });
  }

  update(data, send) {
    this.send = send;
    this.marks = data.marks;
    const text = JSON.stringify(data.blocks);
    const drawn = data.id + text.length + text;
    if (drawn !== this.drawn) {
      this.draw(data.blocks);
      this.page.scrollTop = 0;
      this.drawn = drawn;
    }
    let shown = null;
    this.page.querySelectorAll('mark').forEach((node) => {
      const [start, kind, tip, reviewed] = data.marks[node.dataset.mark];
      const chosen = start === data.chosen;
      node.className = kind + (reviewed ? ' reviewed' : '') + (chosen ? ' chosen' : '');
      node.setAttribute('aria-label', `${node.textContent}, ${LABELS[kind]}: ${tip.join('; ')}`);
      node.setAttribute('aria-pressed', String(chosen));
      if (chosen && !shown) { shown = node; }
    });
    if (shown && this.chosen !== data.chosen) { this.reveal(shown); }
    this.chosen = data.chosen;
  }

  draw(blocks) {
    const page = document.createDocumentFragment();
    blocks.forEach(([furniture, pieces]) => {
      const line = make('p', page, furniture ? { class: 'furniture', title: `Not part of the article: ${furniture}` } : {});
      pieces.forEach(([text, mark]) => {
        if (mark === undefined) {
          line.appendChild(document.createTextNode(text));
        } else {
          make('mark', line, { 'data-mark': String(mark), tabindex: '0', role: 'button' }, text);
        }
      });
    });
    this.page.replaceChildren(page);
  }

  reveal(node) {
    const page = this.page.getBoundingClientRect(), box = node.getBoundingClientRect();
    if (box.top < page.top || box.bottom > page.bottom) { this.page.scrollTop += box.top - page.top - page.height / 3; }
  }

  choose(node) {
    if (!node) { return; }
    this.hide();
    this.send(this.marks[node.dataset.mark][0]);
    if (window.innerWidth <= NARROW) { // what was decided then stands below the article
      setTimeout(() => document.querySelector('.st-key-mark')?.scrollIntoView({ block: 'start' }), 700);
    }
  }

  show(node) {
    if (!node) { this.hide(); return; }
    this.tip.replaceChildren();
    this.marks[node.dataset.mark][2].forEach((line) => make('div', this.tip, {}, line));
    this.tip.hidden = false;
    const root = this.root.getBoundingClientRect(), box = node.getClientRects()[0], tip = this.tip.getBoundingClientRect();
    const left = Math.max(4, Math.min(box.left - root.left, root.width - tip.width - 4));
    const below = box.bottom - root.top + 6;
    this.tip.style.left = `${left}px`;
    this.tip.style.top = `${below + tip.height > root.height ? Math.max(4, box.top - root.top - tip.height - 6) : below}px`;
  }

  hide() { this.tip.hidden = true; }
}

const readers = new WeakMap();

export default function ({ parentElement, data, setStateValue }) {
  if (!readers.has(parentElement)) { readers.set(parentElement, new Reader(parentElement)); }
  readers.get(parentElement).update(data, (start) => setStateValue('mark', { id: data.id, start }));
}
