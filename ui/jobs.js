// Long work, for whoever sits at the server's own machine; elsewhere the server says nothing of it and nothing shows.
const root = element.querySelector('.jobs');
const [open, dialog, list, mould, trouble] = ['.open', 'dialog', 'ul', 'template', '.trouble'].map((name) => root.querySelector(name));
const KINDS = { eye: 'Training the eye', classifier: 'Training the classifier' };
const STATES = { queued: 'Waiting', running: 'Running', succeeded: 'Done', failed: 'Failed', cancelled: 'Cancelled' };
// Seconds between two looks: while the list is open and something runs, while it only is open, while something runs.
const WATCHED = 1, OPEN = 5, RUNNING = 10;
const rows = new Map();
let timer = 0;

const ended = (job) => !['queued', 'running'].includes(job.state);
const share = (job) => (job.progress.total ? Math.min(job.progress.step / job.progress.total, 1) : 0);

function left(seconds) {
  if (seconds === null) return '';
  if (seconds < 60) return 'less than a minute left';
  const minutes = Math.round(seconds / 60);
  return minutes === 1 ? 'about a minute left' : minutes < 90 ? `about ${minutes} minutes left` : `about ${Math.round(minutes / 60)} hours left`;
}

function words(job) {
  const { step, total, note } = job.progress;
  if (job.state === 'failed') return `Failed: ${job.error || 'no reason is known'}`;
  if (ended(job)) return STATES[job.state];
  if (job.cancel_requested) return 'Ending at its next step';
  if (job.state === 'queued') return 'Waiting';
  return [total ? `${step.toLocaleString('en')} of ${total.toLocaleString('en')}` : 'Starting', note, left(job.eta_seconds)].filter(Boolean).join(' · ');
}

function show(job) {
  let row = rows.get(job.job_id);
  if (!row) {
    row = mould.content.firstElementChild.cloneNode(true);
    row.querySelector('.what').textContent = KINDS[job.kind] || job.kind;
    row.querySelector('.cancel').addEventListener('click', () => cancel(job.job_id));
    row.querySelector('progress').setAttribute('aria-label', KINDS[job.kind] || job.kind);
    rows.set(job.job_id, row);
  }
  const bar = row.querySelector('progress');
  bar.hidden = ended(job);
  if (job.state === 'running' && job.progress.total) bar.value = share(job);
  else bar.removeAttribute('value');
  row.dataset.state = job.state;
  row.querySelector('.how').textContent = words(job);
  row.querySelector('.cancel').hidden = ended(job) || job.cancel_requested;
  return row;
}

async function look() {
  clearTimeout(timer);
  let jobs = [];
  try {
    const answer = await fetch('page/jobs');
    if (answer.ok) ({ jobs } = await answer.json());
  } catch { /* the server is away: the next look may find it */ }
  const running = jobs.find((job) => job.state === 'running');
  const busy = jobs.some((job) => !ended(job));
  root.hidden = !jobs.length;
  open.querySelector('span').textContent = running?.progress.total ? ` · ${Math.floor(100 * share(running))} %` : '';
  const shown = jobs.map(show);
  // What is there already stays: a button that has the focus keeps it.
  if (shown.length !== list.children.length || shown.some((row, at) => list.children[at] !== row)) list.replaceChildren(...shown);
  const wait = dialog.open ? (busy ? WATCHED : OPEN) : busy ? RUNNING : 0;
  if (wait) timer = setTimeout(look, 1000 * wait);
}

async function cancel(id) {
  trouble.hidden = true;
  try {
    const answer = await fetch(`page/jobs/${id}/cancel`, { method: 'POST' });
    if (!answer.ok) throw new Error((await answer.json()).detail);
  } catch (error) {
    trouble.textContent = error.message;
    trouble.hidden = false;
  }
  look();
}

open.addEventListener('click', () => { dialog.showModal(); look(); });
root.querySelector('.close').addEventListener('click', () => dialog.close());
document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
look();
