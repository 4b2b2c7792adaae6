// Everything works without this script. It tells the server the browser's time zone, counts a hold down, and tells a
// site that shows the page in a frame how high it is.
'use strict';

const isEmbedded = document.documentElement.dataset.embedded === 'true';

// A visitor who has chosen no time zone reads the times in that of their browser.
if (!isEmbedded && !/(^|; )kalends-zone=/.test(document.cookie)) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) {
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    document.cookie = `kalends-zone=${encodeURIComponent(zone)}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    // A browser that keeps no cookies would reload for ever.
    const isKept = /(^|; )kalends-zone=/.test(document.cookie);
    if (isKept && document.querySelector('time, .zone')) location.reload();
  }
}

// The server says how much time is left, since the clocks of browsers are often wrong.
const hold = document.querySelector('[data-seconds-left]');
if (hold) {
  const left = hold.querySelector('[data-left]');
  const end = performance.now() + Number(hold.dataset.secondsLeft) * 1000;
  const show = () => {
    const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    if (seconds === 0) {
      clearInterval(timer);
      // A reload would send a form again where one was just refused.
      location.replace(hold.dataset.page);
    }
  };
  const timer = setInterval(show, 1000);
  show();
}

// The height is no secret, so it is told to whichever site has the frame.
if (isEmbedded && parent !== window) {
  const height = () => Math.ceil(document.body.getBoundingClientRect().height);
  const tell = () => parent.postMessage({ kalendsHeight: height() }, '*');
  new ResizeObserver(tell).observe(document.body);
}
