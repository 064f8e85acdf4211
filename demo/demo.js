import '/earshot.js';

const byId = (id) => document.getElementById(id);
/** The people one can be here; the server knows a few more. */
const PEOPLE = [...byId('user').options].map(({ value, text }) => ({ id: value, name: text }));

const query = new URLSearchParams(location.search);
const me = PEOPLE.find((person) => person.id === query.get('user')) ?? PEOPLE[0];
const others = PEOPLE.filter((person) => person !== me);

/** The same page with one thing changed. */
function addressWith(name, value) {
  const changed = new URLSearchParams(location.search);
  changed.set(name, value);
  return `/?${changed}`;
}

/** A session token from the demo server, which gives them to this page only. */
async function fetchToken() {
  const response = await fetch('/demo/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user_id: me.id }),
  });
  const body = await response.json();
  if (!response.ok) throw new Error(body.message);
  return body.token;
}

/** `/?guest`: somebody who has no account, and only the button in the corner. */
function showGuest() {
  const client = byId('client');
  const launcher = document.querySelector('chat-launcher');
  byId('user').closest('label').remove();
  launcher.removeAttribute('channel-id');
  launcher.setAttribute('ask', 'name email');
  client.append(launcher);
  for (const part of client.querySelectorAll('.large, .stage')) part.remove();
  client.setAttribute('host', location.host);
  client.setAttribute('guest', '');
  document.title = 'Guest · Earshot demo';
}

function showPeople() {
  for (const { id, name } of others) {
    const item = document.createElement('li');
    const label = document.createElement('span');
    label.className = 'person';
    label.textContent = name;
    const button = document.createElement('voice-call-button');
    button.setAttribute('to', id);
    button.setAttribute('name', name);
    item.append(label, button);
    byId('people').append(item);
  }
  const link = byId('other');
  link.href = addressWith('user', others[0].id);
  link.textContent = `as ${others[0].name}`;
  link.target = '_blank';
  link.rel = 'noopener';
}

function setUpSwitches() {
  const user = byId('user');
  user.value = me.id;
  user.addEventListener('change', () => location.assign(addressWith('user', user.value)));

  const root = document.documentElement;
  const bind = (select, name, apply) => {
    const asked = query.get(name);
    if ([...select.options].some((option) => option.value === asked)) select.value = asked;
    const use = () => apply(select.value);
    select.addEventListener('change', () => {
      use();
      history.replaceState(null, '', addressWith(name, select.value));
    });
    use();
  };
  bind(byId('theme'), 'theme', (theme) => root.setAttribute('data-theme', theme));
  const direction = byId('direction');
  // the words of the tags; those of this page stay English
  bind(byId('language'), 'lang', (lang) => {
    byId('client').lang = lang;
    if (!query.has('dir')) {
      direction.value = lang === 'ar' ? 'rtl' : 'ltr';
      root.setAttribute('dir', direction.value);
    }
  });
  bind(direction, 'dir', (direction) => root.setAttribute('dir', direction));
}

async function connect() {
  const client = byId('client');
  const trouble = byId('trouble');
  let first = await fetchToken();
  // the first token is used once; later the client asks again before it expires
  client.tokenProvider = async () => {
    const token = first ?? (await fetchToken());
    first = undefined;
    return token;
  };
  client.setAttribute('host', location.host);
  client.setAttribute('user-id', me.id);
  client.addEventListener('earshot-client-error', ({ error }) => {
    trouble.textContent = error.message;
  });
  client.addEventListener('earshot-client-state', ({ state }) => {
    if (state === 'connected') trouble.textContent = '';
  });
}

document.title = `${me.name} · Earshot demo`;
setUpSwitches();
if (query.has('guest')) {
  showGuest();
} else {
  showPeople();
  connect().catch((error) => {
    byId('trouble').textContent = `The demo server gave no token: ${error.message}`;
  });
}
