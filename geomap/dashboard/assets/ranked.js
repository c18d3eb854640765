// Names with bars, the most frequent first; a click on one narrows to it. Foreign text is only ever set as text.
function make(tag, parent, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  if (text !== undefined) { node.textContent = text; }
  parent.appendChild(node);
  return node;
}

export default function (component) {
  const root = component.parentElement.querySelector('.ranked'), data = component.data;
  const written = JSON.stringify(data);
  if (root.dataset.written === written) { return; }
  root.dataset.written = written;
  root.textContent = '';
  const list = make('ol', root, '');
  list.setAttribute('aria-label', data.label);
  const most = Math.max(1, ...data.rows.map((row) => row[2]));
  data.rows.forEach(([value, name, n]) => {
    const button = make('button', make('li', list, ''), '');
    button.type = 'button';
    button.title = `Show only events of ${name}`;
    button.setAttribute('aria-label', `${name}, ${n.toLocaleString('en')} ${n === 1 ? 'event' : 'events'}; show only these`);
    make('span', button, 'name', name);
    make('span', make('span', button, 'track'), 'bar').style.width = `${100 * n / most}%`;
    make('span', button, 'count', n.toLocaleString('en'));
    button.addEventListener('click', () => component.setTriggerValue('narrowed', value));
  });
}
