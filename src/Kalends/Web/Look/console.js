// Keeps a page of the console up to date: reads it again when its stream tells of a change, and puts its parts into
// the page. Without this script there is a link that reloads the page.
'use strict';

const PAUSE = 300;
const BUSY = [429, 503];
const LATER = 5000;
const stream = document.querySelector('[data-stream]')?.dataset.stream;
let isReading = false;

// Reads the page again, or the answer to one of its forms.
async function renew(form) {
  let answer;
  isReading = true;
  try {
    const sent = form && { method: 'POST', body: new URLSearchParams(new FormData(form)) };
    const response = await fetch(form?.action ?? location.href, sent);
    // A busy server is asked again later, and the page stays as it was.
    if (!form && BUSY.includes(response.status)) return void setTimeout(renew, LATER);
    // What was done is told on a page of its own address, which is read again from then on.
    if (form && response.redirected) history.replaceState(null, '', response.url);
    answer = await response.text();
  } catch {
    // Without a network the page stays as it was; what was moved in it was not.
    if (form) location.reload();
    return;
  } finally {
    isReading = false;
  }
  const page = new DOMParser().parseFromString(answer, 'text/html');
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
  // Many changes at once count as one, and an older answer never comes after a newer one.
  const wake = () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      if (!isReading && document.dispatchEvent(new Event('stale', { cancelable: true }))) renew();
      else wake();
    }, PAUSE);
  };
  // It begins where the page was read, and resumes where it was cut off.
  const source = new EventSource(stream);
  source.onmessage = wake;
  addEventListener('pagehide', () => source.close());
}
