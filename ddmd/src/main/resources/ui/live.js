// Keeps the status page up to date: on an event of the router it gets the page again and swaps its main element, and
// durations go on in between. Without it the page is complete, as of its request.
'use strict';
(() => {
  const GAP_MS = 2000; // between two requests for the page
  const RETRY_MS = 15000; // when the stream has been refused
  const KINDS = ['snapshot', 'interface', 'transition', 'role', 'probes', 'routes', 'problem', 'notice'];
  const live = document.getElementById('live');
  let skew = 0; // of the router's clock, ms
  let asked = Date.now();
  let timer = 0;

  function main() {
    return document.querySelector('main');
  }

  function say(text, isLost) {
    live.textContent = text;
    document.body.classList.toggle('lost', isLost);
  }

  function lost() {
    const at = main().dataset.at.slice(11, 19);
    say('No connection to the router. This is what it was at ' + at + ' UTC.', true);
  }

  // As Times.brief
  function brief(ms) {
    const s = Math.max(0, Math.floor(ms / 1000));
    const m = Math.floor(s / 60);
    const h = Math.floor(m / 60);
    const d = Math.floor(h / 24);
    return d > 0 ? d + 'd ' + h % 24 + 'h' : h > 0 ? h + 'h ' + m % 60 + 'm'
      : m > 0 ? m + 'm ' + s % 60 + 's' : s + 's';
  }

  function tick() {
    if (document.body.classList.contains('lost')) {
      return;
    }
    const now = Date.now() + skew;
    for (const time of document.querySelectorAll('time[data-since]')) {
      const text = brief(now - Date.parse(time.dateTime));
      if (time.textContent !== text) {
        time.textContent = text;
      }
    }
  }

  // A reader who marks or types something keeps it.
  function isBusy() {
    const selection = document.getSelection();
    return (selection && !selection.isCollapsed) || document.activeElement instanceof HTMLInputElement;
  }

  function swap(text) {
    const next = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
    if (!next) {
      return;
    }
    const before = main();
    const focused = document.activeElement && document.activeElement.getAttribute('href');
    const scrolled = before.querySelector('.scroll') ? before.querySelector('.scroll').scrollLeft : 0;
    before.replaceWith(document.adoptNode(next));
    skew = Date.parse(next.dataset.at) - Date.now();
    if (focused) {
      const again = next.querySelector('a[href="' + CSS.escape(focused) + '"]');
      if (again) {
        again.focus({preventScroll: true});
      }
    }
    if (next.querySelector('.scroll')) {
      next.querySelector('.scroll').scrollLeft = scrolled;
    }
  }

  async function refresh() {
    timer = 0;
    if (isBusy() || document.hidden) {
      timer = setTimeout(refresh, GAP_MS);
      return;
    }
    asked = Date.now();
    try {
      const reply = await fetch(location.href, {cache: 'no-store'});
      if (reply.redirected) { // to the login
        location.reload();
      } else if (reply.ok) {
        swap(await reply.text());
        say('Live.', false);
      } else {
        lost();
      }
    } catch (e) {
      lost();
    }
  }

  function soon() {
    timer = timer || setTimeout(refresh, Math.max(100, asked + GAP_MS - Date.now()));
  }

  function listen() {
    const stream = new EventSource('/ui/events');
    for (const kind of KINDS) {
      stream.addEventListener(kind, soon);
    }
    stream.addEventListener('open', () => say('Live.', false));
    stream.addEventListener('error', () => {
      lost();
      if (stream.readyState === EventSource.CLOSED) { // refused; perhaps the session is over
        soon();
        setTimeout(listen, RETRY_MS);
      }
    });
  }

  skew = Date.parse(main().dataset.at) - Date.now();
  setInterval(tick, 1000);
  listen();
})();
