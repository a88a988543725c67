// A part of a picture, drawn by pointer or by keys. Gives [left, top, right, bottom] as shares of the picture,
// null for all of it, undefined where it is left as it was.
function crop(dialog, source, box) {
  const WHOLE = [0, 0, 1, 1], LEAST = 0.06, STEP = 0.02;
  const [stage, part, told] = ['.stage', '.part', '.told'].map((name) => dialog.querySelector(name));
  const ending = new AbortController();
  const on = (target, name, act) => target.addEventListener(name, act, { signal: ending.signal });
  const within = (value, least, most) => Math.min(Math.max(value, least), most);
  let now = [...(box || WHOLE)];

  function show() {
    const [left, top, right, bottom] = now.map((share) => 100 * share);
    for (const [name, share] of Object.entries({ left, top, right, bottom })) stage.style.setProperty(`--${name}`, `${share}%`);
    told.textContent = `${Math.round(right - left)} % of its width, ${Math.round(bottom - top)} % of its height`;
  }

  // `edges` are the sides that move: 'lt', 'rt', 'lb' and 'rb' are corners, '' moves the part as it is.
  function move(from, edges, across, down) {
    const [left, top, right, bottom] = from;
    now = edges
      ? [
        edges.includes('l') ? within(left + across, 0, right - LEAST) : left,
        edges.includes('t') ? within(top + down, 0, bottom - LEAST) : top,
        edges.includes('r') ? within(right + across, left + LEAST, 1) : right,
        edges.includes('b') ? within(bottom + down, top + LEAST, 1) : bottom,
      ]
      : ((x, y) => [left + x, top + y, right + x, bottom + y])(within(across, -left, 1 - right), within(down, -top, 1 - bottom));
    show();
  }

  on(stage, 'pointerdown', (event) => {
    if (event.button) return;
    event.preventDefault();
    const size = stage.getBoundingClientRect();
    const at = (moved) => [(moved.clientX - size.left) / size.width, (moved.clientY - size.top) / size.height];
    const [x, y] = at(event).map((share) => within(share, 0, 1));
    const corner = event.target.closest('[data-edges]');
    // A finger beside the part draws a new one from there.
    const fresh = !corner && !event.target.closest('.part');
    const from = fresh ? [x, y, x, y] : [...now];
    (corner || part).focus({ preventScroll: true });
    stage.setPointerCapture(event.pointerId);
    const drag = new AbortController();
    const during = { signal: drag.signal };
    stage.addEventListener('pointermove', (moved) => {
      const [toX, toY] = at(moved).map((share) => within(share, 0, 1));
      if (!fresh) return move(from, corner ? corner.dataset.edges : '', toX - x, toY - y);
      const drawn = [Math.min(x, toX), Math.min(y, toY), Math.max(x, toX), Math.max(y, toY)];
      if (drawn[2] - drawn[0] >= LEAST && drawn[3] - drawn[1] >= LEAST) { now = drawn; show(); }
    }, during);
    ['pointerup', 'pointercancel'].forEach((name) => stage.addEventListener(name, () => drag.abort(), during));
  });

  on(part, 'keydown', (event) => {
    const ways = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    move(now, event.target.dataset.edges || '', ...way);
  });

  return new Promise((resolve) => {
    const whole = () => now.every((share, at) => Math.abs(share - WHOLE[at]) < 0.005);
    on(dialog, 'click', (event) => {
      const act = event.target.closest('button[data-crop]')?.dataset.crop;
      if (act === 'all') { now = [...WHOLE]; show(); }
      if (act === 'use') dialog.close('use');
      if (act === 'leave') dialog.close('leave');
    });
    on(dialog, 'close', () => {
      ending.abort();
      resolve(dialog.returnValue === 'use' ? (whole() ? null : now) : undefined);
    });
    dialog.querySelector('img').src = source;
    dialog.returnValue = 'leave';
    show();
    dialog.showModal();
    part.focus();
  });
}
