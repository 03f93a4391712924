// The conversation on the chat page: what the person said, and the answer that is being given.
const chatLog = (() => {
  const log = document.getElementById('log');
  const jump = document.getElementById('jump');
  const NEAR_END = 120;
  let current = null;
  let waitingSince = 0;

  const page = document.scrollingElement;
  const atEnd = () => page.scrollHeight - page.scrollTop - page.clientHeight < NEAR_END;
  const toEnd = () => page.scrollTo({ top: page.scrollHeight });

  // What is read stays where it is; who is at the end stays at the end.
  function keepingPlace(change) {
    const follow = atEnd();
    change();
    if (follow) toEnd(); else showJump();
  }

  function showJump() { jump.hidden = atEnd(); }

  const make = id => document.getElementById(id).content.firstElementChild.cloneNode(true);

  function addQuestion(text) {
    document.getElementById('chat-start')?.remove();
    const article = make('person-template');
    article.textContent = text;
    if (text.length > 2000) {
      article.classList.add('message-long');
      article.tabIndex = 0;
    }
    article.dataset.unsaved = '';
    log.append(article);
    toEnd();
    return article;
  }

  function beginAnswer() {
    if (current) return;
    current = make('answer-template');
    log.append(current);
    log.setAttribute('aria-busy', 'true');
    waitingSince = Date.now();
    showWaiting();
    toEnd();
  }

  // All that has been said and called so far is told once more: what was shown of it makes room.
  function beginAnswerAnew() {
    const before = current;
    current = null;
    const place = before?.nextSibling;
    before?.remove();
    beginAnswer();
    if (place) log.insertBefore(current, place);
  }

  function showWaiting() {
    const text = current?.querySelector('.waiting-text');
    if (!text) return;
    const seconds = Math.floor((Date.now() - waitingSince) / 1000);
    const tool = current.querySelector('.tool[data-running] .tool-name')?.textContent;
    const whom = current.querySelector('.approval') ? 'waiting for your answer' : tool ? `waiting for ${tool}` : 'waiting for the model';
    text.textContent = seconds < 3 ? whom : `${whom}, ${seconds} s`;
  }

  // Something other than words goes into the answer that is being given: a tool's card, a question to the person.
  function place(element) {
    beginAnswer();
    keepingPlace(() => {
      const before = current.querySelector('.waiting, .streaming');
      if (before?.matches('.streaming') && !before.hidden) {
        // What was said before stays above it, what comes goes below.
        const said = before.cloneNode(true);
        said.querySelector('.caret')?.remove();
        said.classList.remove('streaming');
        said.classList.add('streamed');
        before.before(said);
        before.replaceChildren();
        before.hidden = true;
        const waiting = make('answer-template').querySelector('.waiting');
        before.before(waiting);
      }
      current.querySelector('.waiting').before(element);
      waitingSince = Date.now();
      showWaiting();
    });
  }

  function waitAnew() {
    waitingSince = Date.now();
    showWaiting();
  }

  function setText(text) {
    beginAnswer();
    keepingPlace(() => {
      const prose = current.querySelector('.streaming');
      current.querySelector('.waiting')?.remove();
      prose.hidden = false;
      const caret = document.createElement('span');
      caret.className = 'caret';
      prose.replaceChildren(document.createTextNode(text), caret);
    });
  }

  function addText(text) {
    beginAnswer();
    const prose = current.querySelector('.streaming');
    if (prose.hidden) return setText(text);
    keepingPlace(() => prose.firstChild.appendData(text));
  }

  // The server's rendering of the stored answer takes the place of the plain text.
  async function complete(sessionId) {
    if (!current) return;
    const answer = current;
    current = null;
    markSaved(sessionId);
    const follow = atEnd();
    await htmx.ajax('GET', `/chat/answers/${sessionId}`, { source: log, target: answer, swap: 'outerHTML' });
    if (answer.isConnected) {
      // The server went away right after its last word: the stored answer comes with the next connection.
      answer.dataset.plain = '';
      answer.querySelector('.caret')?.remove();
    }
    log.setAttribute('aria-busy', 'false');
    if (follow) toEnd(); else showJump();
  }

  function fail(sentence, again) {
    beginAnswer();
    const answer = current;
    current = null;
    log.setAttribute('aria-busy', 'false');
    keepingPlace(() => {
      answer.querySelector('.waiting')?.remove();
      answer.querySelector('.caret')?.remove();
      const trouble = make('trouble-template');
      trouble.querySelector('.trouble-text').textContent = sentence;
      const button = trouble.querySelector('[data-again]');
      if (again) button.addEventListener('click', () => { again(); trouble.remove(); }); else button.parentElement.remove();
      answer.append(trouble);
    });
  }

  const unsaved = () => log.querySelector('[data-unsaved]');
  const lastQuestion = () => [...log.querySelectorAll('.message-person')].at(-1);

  function markSaved(sessionId) {
    const question = unsaved();
    if (!question) return;
    delete question.dataset.unsaved;
    if (sessionId) question.dataset.session = sessionId;
  }

  // The stored conversation takes the place of the log. A question that is not in it stays at its end; says whether there is none.
  async function reload(conversationId) {
    const follow = atEnd();
    const question = unsaved();
    current = null;
    question?.remove();
    const before = lastQuestion()?.dataset.session;
    await htmx.ajax('GET', `/chat/log/${conversationId}`, { source: log, target: log, swap: 'innerHTML' });
    const taken = !question || lastQuestion()?.dataset.session !== before;
    if (!taken) log.append(question);
    log.setAttribute('aria-busy', 'false');
    if (follow) toEnd(); else showJump();
    return taken;
  }

  // A stored question without an answer, which nobody is giving: its server went away, and another will say so.
  function showLookedFor() {
    keepingPlace(() => {
      const article = make('answer-template');
      article.querySelector('.waiting-text').textContent = 'The server restarted. Looking for the answer';
      log.append(article);
    });
  }

  function dropUnsaved() {
    const question = unsaved();
    question?.nextElementSibling?.remove();
    question?.remove();
  }

  setInterval(showWaiting, 1000);
  addEventListener('scroll', showJump, { passive: true });
  jump.addEventListener('click', toEnd);
  if (log.querySelector('.message')) requestAnimationFrame(toEnd);

  return {
    addQuestion, beginAnswer, beginAnswerAnew, place, waitAnew, setText, addText, complete, fail, reload, markSaved, showLookedFor, dropUnsaved,
    get plain() { return log.querySelector('[data-plain]') !== null; },
    get running() { return current !== null; },
    get current() { return current; },
    get unsaved() { return unsaved() !== null; },
    get unanswered() { return log.lastElementChild?.matches('.message-person[data-session]') ?? false; },
  };
})();
