// Shows the booking of a provider in a site:
// <script src="https://book.clinic.example/embed.js" data-provider="1" async></script>
'use strict';

(() => {
  const script = document.currentScript;
  const provider = script.dataset.provider;
  if (!/^[1-9][0-9]*$/.test(provider)) {
    console.error('embed.js needs data-provider, the id of a provider.');
    return;
  }
  const address = new URL(`/embed/book/${provider}`, script.src);
  const frame = document.createElement('iframe');
  frame.src = address;
  frame.title = script.dataset.title || 'Booking';
  frame.style.cssText = 'width: 100%; height: 40rem; border: 0';
  addEventListener('message', (event) => {
    const height = event.data?.kalendsHeight;
    if (event.origin === address.origin && event.source === frame.contentWindow && Number.isFinite(height)) {
      frame.style.height = `${height}px`;
    }
  });
  script.after(frame);
})();
