// Photos beside the message: chosen, taken, dropped or pasted, agreed to once, looked at, cropped, removed, sent.
// What the file is called and what was seen are only ever set as text.
const root = element.querySelector('.adding');
const find = (name) => root.querySelector(name);
const [list, fault, status, menu, veil] = ['.waits', '.fault', '.status', '.menu', '.veil'].map(find);
const [consent, cropping, mould] = ['.consent', '.cropping', 'template'].map(find);
const MOST = Number(root.dataset.most), MOST_BYTES = Number(root.dataset.bytes), AGREED = 'photos agreed';
const KINDS = ['image/jpeg', 'image/png', 'image/webp'];
const MEND = 'send a jpeg, png or webp picture';
// On the tray, and those sent whose message is not answered yet.
const waiting = [], sent = new Map();
let uploads = Promise.resolve(), asked = null, version = 0;

const add = () => document.querySelector('#add button');
const place = (item) => `page/photos/${item.id}`;
const told = (text) => { status.textContent = text; };
const complain = (text) => { fault.textContent = text && text[0].toUpperCase() + text.slice(1); fault.hidden = !text; };
const number = (item) => waiting.indexOf(item) + 1;

// The session of this tab remembers that the shopper agreed; some browsers keep nothing.
let agreedNow = false;
function agreed(given) {
  try {
    if (given === true) sessionStorage.setItem(AGREED, 'yes');
    if (given === false) sessionStorage.removeItem(AGREED);
    if (given === undefined) return agreedNow || sessionStorage.getItem(AGREED) === 'yes';
  } catch { /* then the page itself remembers */ }
  agreedNow = given ?? agreedNow;
  return agreedNow;
}

function ask() {
  asked ??= new Promise((resolve) => {
    consent.returnValue = '';
    consent.addEventListener('close', () => {
      asked = null;
      resolve(consent.returnValue === 'yes');
    }, { once: true });
    consent.showModal();
  });
  return asked;
}
consent.addEventListener('click', (event) => {
  const answer = event.target.closest('button')?.value;
  if (answer) consent.close(answer);
});

// What is no picture is said here: nothing of it leaves the browser.
function wrong(file) {
  const name = file.name || 'the upload';
  if (/\.(heic|heif)$/i.test(name) || /hei[cf]/.test(file.type)) return `${name} is a heic photo: ${MEND}`;
  if (file.type && !KINDS.includes(file.type)) return `${name} is no jpeg, png or webp picture: send one that is`;
  if (!file.size) return `${name} is empty: ${MEND}`;
  if (file.size > MOST_BYTES) return `${name} has ${(file.size / 1e6).toFixed(1)} MB, at most ${(MOST_BYTES / 1e6).toFixed(0)}: send a smaller one`;
  return '';
}

async function offer(files) {
  const all = [...files];
  const faults = all.map(wrong).filter(Boolean);
  const fit = all.filter((file) => !wrong(file));
  const room = MOST - waiting.length;
  if (fit.length > room) faults.push(`at most ${MOST} photos in one message: send the others in another`);
  complain(faults[0] || '');
  const taken = fit.slice(0, Math.max(room, 0));
  if (!taken.length) return;
  if (!agreed()) {
    if (!(await ask())) return add()?.focus();
    agreed(true);
  }
  // One after the other: each keeps its place, and a phone's line is narrow.
  taken.map(laid).forEach(([item, file]) => { uploads = uploads.then(() => upload(item, file)); });
  write();
}

// A finger's keyboard stays away until it is asked for.
const hasMouse = () => !matchMedia('(pointer: coarse)').matches;
const write = () => hasMouse() && document.querySelector('#message textarea, #message input')?.focus({ preventScroll: true });

function laid(file) {
  const item = { id: '', name: file.name || 'photo', text: '', box: null };
  item.row = mould.content.firstElementChild.cloneNode(true);
  item.row.addEventListener('click', (event) => {
    const act = event.target.closest('button')?.dataset.tray;
    if (act === 'remove') remove(item);
    if (act === 'crop') cut(item);
  });
  waiting.push(item);
  list.append(item.row);
  draw();
  return [item, file];
}

function draw() {
  list.hidden = !waiting.length;
  for (const item of waiting) {
    const named = { remove: `Remove photo ${number(item)}`, crop: `Crop photo ${number(item)}` };
    for (const [act, label] of Object.entries(named)) {
      item.row.querySelector(`[data-tray=${act}]`).setAttribute('aria-label', label);
    }
    item.row.querySelector('[data-tray=crop]').disabled = !item.id;
    const image = item.row.querySelector('img');
    image.alt = `Photo ${number(item)}${item.text ? `: ${item.text}` : ''}`;
    const caption = item.row.querySelector('.caption');
    caption.textContent = item.text || item.why || (item.id ? 'Looking at the photo…' : 'Adding the photo…');
    caption.title = caption.textContent;
    item.row.classList.toggle('busy', !item.text && !item.why);
  }
}

function picture(item) {
  const image = item.row.querySelector('img');
  image.src = `${place(item)}?v=${++version}`;
  image.hidden = false;
}

// The one line that the server says of a fault.
async function reason(answer) {
  try { return (await answer.json()).detail; } catch { return `the server answered ${answer.status}`; }
}

async function reach(path, options) {
  try { return await fetch(path, options); } catch { throw new Error('the server can’t be reached: try again'); }
}

async function upload(item, file) {
  if (!waiting.includes(item)) return;
  try {
    const answer = await reach(`page/photos?name=${encodeURIComponent(file.name || '')}`, {
      method: 'POST', body: file, headers: { 'Photo-Consent': 'yes', 'Content-Type': 'application/octet-stream' },
    });
    if (!answer.ok) throw new Error(await reason(answer));
    item.id = (await answer.json()).id;
  } catch (error) {
    drop(item);
    return complain(error.message);
  }
  // Removed while it was on its way.
  if (!waiting.includes(item)) return void fetch(place(item), { method: 'DELETE' });
  picture(item);
  look(item);
}

async function look(item) {
  Object.assign(item, { text: '', why: '' });
  const asking = item.asking = {};
  draw();
  told('Looking at the photo');
  let seen = { text: '', why: 'what it shows can’t be told now' };
  try {
    const answer = await reach(`${place(item)}/seen`);
    if (answer.ok) seen = await answer.json();
  } catch { /* it is said when the message is answered */ }
  // Cropped or removed meanwhile.
  if (item.asking !== asking) return;
  Object.assign(item, seen);
  draw();
  if (waiting.includes(item)) told(`Photo ${number(item)}: ${item.text || item.why}`);
}

async function cut(item) {
  const box = await crop(cropping, `${place(item)}?large=true&whole=true`, item.box);
  if (box === undefined) return;
  try {
    const answer = await reach(`${place(item)}/crop`, {
      method: 'PUT', body: JSON.stringify({ box }), headers: { 'Content-Type': 'application/json' },
    });
    if (!answer.ok) throw new Error(await reason(answer));
  } catch (error) {
    return complain(error.message);
  }
  complain('');
  item.box = box;
  picture(item);
  look(item);
}

function drop(item) {
  const at = waiting.indexOf(item);
  if (at < 0) return;
  waiting.splice(at, 1);
  item.row.remove();
  draw();
  const next = waiting[Math.min(at, waiting.length - 1)];
  (next ? next.row.querySelector('[data-tray=remove]') : add())?.focus();
}

function remove(item) {
  if (item.id) fetch(place(item), { method: 'DELETE' });
  item.asking = null;
  drop(item);
  complain('');
  told('Photo removed');
}

function empty() {
  for (const item of waiting.splice(0)) {
    if (item.id) fetch(place(item), { method: 'DELETE' });
    item.row.remove();
  }
  complain('');
  draw();
}

// What the talk asks of the tray. `send` waits until every photo is there, and gives their ids with the message.
let leaving = false;
window.stylistPhotos = {
  async send(message) {
    // Who presses Enter again while a photo is still on its way sends nothing twice.
    if (leaving) return ['', ''];
    leaving = true;
    await uploads;
    leaving = false;
    return [message, this.take()];
  },
  take() {
    const going = waiting.splice(0);
    for (const item of going) {
      item.row.remove();
      sent.set(item.id, item);
    }
    complain('');
    draw();
    return going.map((item) => item.id).join(' ');
  },
  // A message that could not be answered leaves its photos here.
  back(ids) {
    for (const item of ids.split(' ').map((id) => sent.get(id)).filter(Boolean)) {
      sent.delete(item.id);
      waiting.push(item);
      list.append(item.row);
    }
    draw();
  },
  empty,
  write,
  forget() {
    empty();
    sent.clear();
    agreed(false);
  },
};

// Where there is no mouse there is mostly a camera.
function choose() {
  if (waiting.length >= MOST) return complain(`at most ${MOST} photos in one message: send these first`);
  if (hasMouse()) return find('.files').click();
  open(menu.hidden);
}
function open(shown) {
  menu.hidden = !shown;
  add()?.setAttribute('aria-expanded', String(shown));
  if (shown) menu.querySelector('button').focus();
}
menu.addEventListener('click', (event) => {
  const input = event.target.closest('button')?.dataset.input;
  if (!input) return;
  open(false);
  find(`.${input}`).click();
});
root.querySelectorAll('input[type=file]').forEach((input) => input.addEventListener('change', () => {
  offer(input.files);
  input.value = '';
}));
document.addEventListener('click', (event) => {
  if (event.target.closest('#add button')) choose();
  else if (!event.target.closest('.menu')) open(false);
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !menu.hidden) { open(false); add()?.focus(); }
});

const busy = () => consent.open || cropping.open;
const holdsFiles = (event) => event.dataTransfer?.types.includes('Files') && !busy();
let over = 0;
function veiled(change) {
  over = change ? Math.max(over + change, 0) : 0;
  veil.hidden = !over;
}
document.addEventListener('dragenter', (event) => { if (holdsFiles(event)) veiled(1); });
document.addEventListener('dragleave', (event) => { if (holdsFiles(event)) veiled(-1); });
document.addEventListener('dragover', (event) => { if (holdsFiles(event)) event.preventDefault(); });
document.addEventListener('drop', (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  veiled(0);
  offer(event.dataTransfer.files);
});
document.addEventListener('paste', (event) => {
  const files = event.clipboardData?.files || [];
  // Words copied with a picture of them are words.
  if (!files.length || event.clipboardData.getData('text/plain') || busy()) return;
  event.preventDefault();
  offer(files);
});
draw();
