// A list of events, each a button that opens it; along a line of time, or plain. Foreign text is only ever set as text.
function make(tag, parent, className, text) {
  const node = document.createElement(tag);
  if (className) { node.className = className; }
  if (text !== undefined) { node.textContent = text; }
  if (parent) { parent.appendChild(node); }
  return node;
}

function entry(list, item, data, open) {
  const li = make('li', list, item.status);
  const button = make('button', li);
  button.type = 'button';
  const mark = make('span', button, `mark ${item.status}`);
  mark.style.setProperty('--shade', item.colour);
  mark.setAttribute('aria-hidden', 'true');
  const text = make('span', button, 'text');
  make('span', text, 'lead', item.lead);
  make('span', text, 'title', item.title);
  make('span', text, 'below', [item.type, item.status, item.below].filter(Boolean).join(' · '));
  if (item.id === data.current) {
    li.classList.add('current');
    button.setAttribute('aria-current', 'true');
  }
  button.addEventListener('click', () => open(item.id));
}

export default function (component) {
  const root = component.parentElement.querySelector('.story'), data = component.data;
  const written = JSON.stringify(data);
  if (root.dataset.written === written) { return; }
  root.dataset.written = written;
  const focused = root.getRootNode().activeElement, at = focused ? [...root.querySelectorAll('button')].indexOf(focused) : -1;
  root.textContent = '';
  const list = make('ol', root, data.timeline ? 'line' : '');
  list.setAttribute('aria-label', data.label);
  let clicks = 0;
  data.items.forEach((item) => entry(list, item, data, (id) => component.setTriggerValue('opened', { id, click: ++clicks })));
  const again = at >= 0 ? root.querySelectorAll('button')[at] : null;
  if (again) { again.focus(); }
}
