// Keeps a page of the console up to date: reads it again when its stream tells of a change, and puts its parts into
// the page. Without this script there is a link that reloads the page.
'use strict';

const PAUSE = 300;
const stream = document.querySelector('[data-stream]')?.dataset.stream;

// Reads the page again, or the answer to one of its forms.
async function renew(form) {
  let answer;
  try {
    answer = await (form
      ? fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
      : fetch(location.href));
  } catch {
    // Without a network the page stays as it was; what was moved in it was not.
    if (form) location.reload();
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  // The sign-in has ended, or something else is in the way.
  if (!page.querySelector('[data-part]')) return location.reload();
  for (const part of document.querySelectorAll('[data-part]')) {
    const fresh = page.getElementById(part.id);
    if (!fresh) continue;
    if ('open' in part) fresh.open = part.open;
    part.replaceWith(fresh);
  }
  document.dispatchEvent(new Event('renewed'));
}

document.addEventListener('renew', ({ detail }) => renew(detail ?? undefined));

if (stream) {
  let soon;
  let wasCut = false;
  // Many changes at once count as one.
  const wake = () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      if (document.dispatchEvent(new Event('stale', { cancelable: true }))) renew();
      else wake();
    }, PAUSE);
  };
  const source = new EventSource(stream);
  source.onmessage = wake;
  // What happened while the stream was cut off has no event.
  source.onerror = () => { wasCut = true; };
  source.onopen = () => { if (wasCut) wake(); };
  addEventListener('pagehide', () => source.close());
}
