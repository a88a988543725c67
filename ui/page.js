// Runs once for each of the two parts of the talk. `element`, `trigger` and `watch` are Gradio's.
const ACTS = ['rate', 'again', 'leaf', 'prefer', 'say', 'erase'];

element.setAttribute('role', 'log');
element.setAttribute('aria-label', 'Conversation');

function show(anchor) {
  const card = document.getElementById(anchor);
  if (!card) return;
  card.scrollIntoView({ behavior: 'smooth', block: 'nearest' });
  card.focus({ preventScroll: true });
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]');
  if (!button || button.disabled) return;
  if (button.dataset.act === 'show') show(button.dataset.anchor);
  else if (ACTS.includes(button.dataset.act)) trigger(button.dataset.act, { ...button.dataset });
  // The button goes with its photo.
  if (button.dataset.act === 'erase') window.stylistPhotos?.write();
});

// A picture that can't be loaded gives way to the words beneath it. Such events don't bubble: they are captured.
element.addEventListener('error', (event) => {
  if (event.target.tagName === 'IMG') event.target.hidden = true;
}, true);

// A new turn comes into view at its beginning.
let last = -1;
watch('value', () => {
  const turn = element.querySelector('.turn:last-child');
  if (!turn || element.closest('#earlier')) return;
  const number = Number(turn.dataset.turn);
  if (number > last) requestAnimationFrame(() => turn.scrollIntoView({ behavior: 'smooth', block: 'start' }));
  last = number;
  // A message that could not be answered gives its photos back, once.
  const returned = turn.dataset.returned;
  if (returned && turn.getAttribute('aria-busy') === 'false') window.stylistPhotos?.back(returned);
});
