import { AREAS, detailText, isTrouble, parse, places, since, stateAfter } from '/flight-model.js';

/** A report is some hundred kB at most. */
const LARGEST_FILE = 5_000_000;
const NAMES = { client: 'Client', connection: 'Connection', call: 'Calls', media: 'Media', chat: 'Chat', element: 'Elements' };

const byId = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);

let events = [];
let at = [];
/** Which event is shown; the ones before it have happened. */
let current = 0;
/** Where the replay stands, in milliseconds of the drawn time. */
let position = 0;
let frame;
const hidden = new Set();

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) {
    node.textContent = text;
    node.dir = 'auto'; // what a report says is English, on a page that may not be
  }
  return node;
}

function fill(list, entries) {
  list.replaceChildren(
    ...entries.map(([term, value]) => {
      const pair = make('div');
      pair.append(make('dt', '', term), make('dd', '', String(value)));
      return pair;
    }),
  );
}

// ---- reading

async function open(file) {
  if (!file) return;
  const told = byId('told');
  try {
    if (file.size > LARGEST_FILE) throw new Error('That file is too large to be a report.');
    show(parse(await file.text()));
    told.textContent = `${file.name}: ${events.length} events.`;
  } catch (error) {
    told.textContent = error.message;
    byId('replay').hidden = true;
  }
}

function show(recording) {
  stop();
  ({ events } = recording);
  at = places(events);
  fill(byId('facts'), [
    ['Exported', new Date(recording.exportedAtMs).toLocaleString()],
    ['Browser', `${recording.browser ?? ''} on ${recording.system ?? ''}`],
    ['Client', recording.clientVersion ?? ''],
    ...(typeof recording.diagnosis?.sentence === 'string' ? [['Diagnosis', recording.diagnosis.sentence]] : []),
    ['Events', recording.dropped ? `${events.length}, and ${recording.dropped} older ones that fell out` : events.length],
  ]);
  drawLanes();
  drawEvents();
  byId('scrub').max = String(at.at(-1));
  byId('replay').hidden = false;
  select(0);
}

// ---- drawing

function drawLanes() {
  const length = at.at(-1) || 1;
  byId('lanes').replaceChildren(
    ...AREAS.map((area) => {
      const lane = make('div', 'lane');
      lane.dataset.area = area;
      const label = make('div', 'lane-name', NAMES[area]);
      label.append(make('span', 'lane-state', ''));
      const track = make('div', 'lane-track');
      for (const [i, event] of events.entries()) {
        if (event.area !== area) continue;
        const dot = make('i', isTrouble(event) ? 'dot trouble-dot' : 'dot');
        dot.dataset.i = String(i);
        dot.style.setProperty('--at', String(at[i] / length));
        track.append(dot);
      }
      track.append(make('i', 'needle'));
      lane.append(label, track);
      return lane;
    }),
  );
}

function drawEvents() {
  byId('events').replaceChildren(
    ...events.map((event, i) => {
      const row = make('li');
      const button = make('button', isTrouble(event) ? 'event trouble-event' : 'event');
      button.type = 'button';
      button.dataset.i = String(i);
      button.tabIndex = -1;
      const time = make('span', 'event-time', since(events, i));
      const name = make('b', 'event-name', event.name);
      button.append(time, make('span', 'event-area', NAMES[event.area]), name, make('span', 'event-detail', detailText(event)));
      row.append(button);
      return row;
    }),
  );
  filter();
}

const shown = (event) => {
  const wanted = byId('find').value.trim().toLowerCase();
  return !hidden.has(event.area) && (!wanted || `${event.area} ${event.name} ${detailText(event)}`.toLowerCase().includes(wanted));
};

function filter() {
  for (const [i, row] of [...byId('events').children].entries()) row.hidden = !shown(events[i]);
  for (const lane of byId('lanes').children) lane.hidden = hidden.has(lane.dataset.area);
  for (const dot of document.querySelectorAll('.dot')) dot.classList.toggle('faint', !shown(events[Number(dot.dataset.i)]));
  const tabbable = byId('events').querySelector('[tabindex="0"]');
  if (tabbable?.parentElement.hidden) {
    tabbable.tabIndex = -1;
    const first = byId('events').querySelector('li:not([hidden]) button');
    if (first) first.tabIndex = 0;
  }
}

/** Shows one event, and what held when it had happened. */
function select(i, { moveTo = at[i], focus = false } = {}) {
  current = i;
  position = moveTo;
  const event = events[i];
  const list = byId('events');
  for (const old of list.querySelectorAll('[aria-current], [tabindex="0"]')) {
    old.removeAttribute('aria-current');
    old.tabIndex = -1;
  }
  const button = list.children[i].firstElementChild;
  button.setAttribute('aria-current', 'true');
  button.tabIndex = 0;
  if (focus) button.focus({ preventScroll: true });
  if (!list.children[i].hidden) {
    // within the list alone: the page stays where it is
    const [box, row] = [list.getBoundingClientRect(), button.getBoundingClientRect()];
    if (row.top < box.top) list.scrollTop -= box.top - row.top;
    else if (row.bottom > box.bottom) list.scrollTop += row.bottom - box.bottom;
  }
  fill(byId('detail'), [
    ['Event', event.name],
    ['Area', NAMES[event.area]],
    ['Time', new Date(event.atMs).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' })],
    ['After the first', since(events, i)],
    ...Object.entries(event.detail ?? {}),
  ]);
  const states = stateAfter(events, i + 1);
  for (const lane of byId('lanes').children) lane.querySelector('.lane-state').textContent = states[lane.dataset.area] ?? '';
  const scrub = byId('scrub');
  scrub.setAttribute('aria-valuetext', `${since(events, i)}, ${NAMES[event.area]}: ${event.name}`);
  byId('clock').value = `${since(events, i)} / ${since(events, events.length - 1)}`;
  move();
}

function move() {
  byId('scrub').value = String(position);
  byId('lanes').style.setProperty('--now', String(position / (at.at(-1) || 1)));
}

/** The last event that has happened at this place. */
function eventAt(place) {
  const next = at.findIndex((start) => start > place);
  return next < 0 ? events.length - 1 : Math.max(0, next - 1);
}

// ---- playing

function stop() {
  cancelAnimationFrame(frame);
  frame = undefined;
  byId('play').textContent = 'Play';
}

function play() {
  if (position >= at.at(-1)) select(0);
  byId('play').textContent = 'Pause';
  let before;
  const step = (now) => {
    const elapsed = now - (before ?? now);
    before = now;
    position = Math.min(at.at(-1), position + elapsed * Number(byId('speed').value));
    const i = eventAt(position);
    if (i === current) move();
    else select(i, { moveTo: position });
    if (position >= at.at(-1)) stop();
    else frame = requestAnimationFrame(step);
  };
  frame = requestAnimationFrame(step);
}

// ---- hands

function setUp() {
  const root = document.documentElement;
  const bind = (select, name, attribute) => {
    const asked = query.get(name);
    if ([...select.options].some((option) => option.value === asked)) select.value = asked;
    const use = () => root.setAttribute(attribute, select.value);
    select.addEventListener('change', use);
    use();
  };
  bind(byId('theme'), 'theme', 'data-theme');
  bind(byId('direction'), 'dir', 'dir');

  for (const area of AREAS) {
    const label = make('label', 'area');
    const box = make('input');
    box.type = 'checkbox';
    box.checked = true;
    box.value = area;
    box.addEventListener('change', () => {
      hidden[box.checked ? 'delete' : 'add'](area);
      filter();
    });
    label.append(box, make('span', '', NAMES[area]));
    byId('areas').append(label);
  }

  byId('file').addEventListener('change', ({ target }) => open(target.files[0]));
  const drop = byId('drop');
  for (const type of ['dragover', 'dragleave', 'drop'])
    window.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.toggle('over', type === 'dragover');
      if (type === 'drop') open(event.dataTransfer?.files[0]);
    });
  byId('find').addEventListener('input', filter);
  byId('play').addEventListener('click', () => (frame === undefined ? play() : stop()));
  byId('scrub').addEventListener('input', ({ target }) => {
    stop();
    const place = Number(target.value);
    select(eventAt(place), { moveTo: place });
  });
  byId('lanes').addEventListener('click', ({ target }) => {
    if (target.dataset.i === undefined) return;
    stop();
    select(Number(target.dataset.i));
  });
  const list = byId('events');
  list.addEventListener('click', ({ target }) => {
    const button = target.closest('button');
    if (!button) return;
    stop();
    select(Number(button.dataset.i));
  });
  list.addEventListener('keydown', (event) => {
    const rows = [...list.querySelectorAll('li:not([hidden]) button')];
    const here = rows.indexOf(event.target);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || !rows[to]) return;
    event.preventDefault();
    stop();
    select(Number(rows[to].dataset.i), { focus: true });
  });
}

setUp();
