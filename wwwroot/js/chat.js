// Joins the chat socket, which htmx keeps open, with the log: frames in, messages out, status shown.
(() => {
  const chat = document.getElementById('chat');
  const form = document.getElementById('composer');
  const box = document.getElementById('message');
  const send = document.getElementById('send');
  const stop = document.getElementById('stop');
  const status = document.getElementById('chat-status');
  const trouble = document.getElementById('composer-status');
  const LOOK_AGAIN = 2000;
  // Known to the server: an earlier one, or one in which a message has been taken.
  let conversationId = chat.dataset.conversation || null;
  let offered = null;
  let lastQuestion = '';
  let lastError = '';
  let closed = false;
  // The socket over which the latest message went.
  let sentOver = null;

  function showStatus(word, tone) {
    status.textContent = word;
    status.className = `badge tone-${tone}`;
  }

  function showTrouble(sentence) {
    trouble.hidden = !sentence;
    trouble.firstElementChild.textContent = sentence || '';
  }

  function showRunning(running) {
    stop.disabled = !running;
    send.disabled = running || closed;
  }

  function know(id, connection) {
    if (conversationId !== id) {
      conversationId = id;
      history.replaceState(null, '', `/chat?conversation_id=${id}`);
    }
    const address = new URL('/ws/chat', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    address.searchParams.set('conversation_id', id);
    connection.url = address.href;
  }

  const frames = {
    async welcome(frame, connection) {
      const before = offered;
      offered = frame.conversation_id;
      showStatus('Connected', 'passed');
      showTrouble('');
      if (frame.running) return;
      if ((chatLog.running || chatLog.unsaved) && sentOver && sentOver !== connection.socket) await afterLoss(before, connection);
      else if (chatLog.plain) await chatLog.reload(conversationId);
      lookForAnswer();
    },
    resumed(frame) {
      chatLog.beginAnswerAnew();
      if (frame.text) chatLog.setText(frame.text);
      chatLog.markSaved(frame.session_id);
      showRunning(true);
    },
    token(frame, connection) {
      know(offered, connection);
      chatLog.addText(frame.text);
    },
    tool_call(frame, connection) {
      know(offered, connection);
      chatTools.tool_call(frame);
    },
    tool_result: frame => chatTools.tool_result(frame),
    approval_required(frame, connection) {
      know(offered, connection);
      chatTools.approval_required(frame, connection);
    },
    async done(frame, connection) {
      know(frame.result.conversation_id, connection);
      await chatLog.complete(frame.result.session_id);
      showRunning(false);
    },
    error(frame, connection) {
      lastError = frame.error;
      if (frame.session_id) know(offered, connection);
      if (!chatLog.running) return showTrouble(frame.error);
      const again = ['usage_limit', 'rate_limit', 'blocked', 'invalid_json', 'invalid_message'].includes(frame.code) ? null : sayAgain;
      chatLog.fail(frame.error, again);
      chatLog.markSaved(frame.session_id);
      showRunning(false);
    },
  };

  // The answer may have been completed while nobody listened: the stored conversation tells.
  async function afterLoss(before, connection) {
    if (!conversationId && (await fetch(`/chat/log/${before}`)).ok) {
      // The first message was taken after all: back to its conversation.
      know(before, connection);
      connection.socket.close();
      return;
    }
    showRunning(false);
    if (conversationId && await chatLog.reload(conversationId)) return;
    chatLog.fail('The connection was lost before this message was taken. Send it again.', () => { chatLog.dropUnsaved(); sayAgain(); });
  }

  // A crash is noticed some seconds after the next start; until then a question may stand without an end.
  function lookForAnswer() {
    if (!chatLog.unanswered) return;
    chatLog.showLookedFor();
    setTimeout(async () => {
      if (chatLog.running || closed) return;
      await chatLog.reload(conversationId);
      lookForAnswer();
    }, LOOK_AGAIN);
  }

  // What is being typed stays.
  function sayAgain() {
    const draft = box.value;
    box.value = lastQuestion;
    form.requestSubmit(send);
    box.value = draft;
  }

  chat.addEventListener('htmx:ws:before:message:incoming', event => {
    const frame = JSON.parse(event.detail.message.data);
    const handled = frames[frame.type]?.(frame, event.detail.connection);
    if (handled) event.detail.waitUntil(handled);
  });

  chat.addEventListener('htmx:ws:before:message:outgoing', event => {
    const { values } = event.detail.message;
    if (values.type === 'stop') {
      event.detail.message.data = JSON.stringify({ type: 'stop' });
      return;
    }
    const text = (values.text || '').trim();
    if (!text || chatLog.running) return event.preventDefault();
    event.detail.message.data = JSON.stringify({ type: 'message', text });
    lastQuestion = text;
    lastError = '';
    showTrouble('');
    chatLog.addQuestion(text);
    chatLog.beginAnswer();
    showRunning(true);
    if (box.value.trim() !== text) return;
    box.value = '';
    box.dispatchEvent(new Event('input'));
  });

  chat.addEventListener('htmx:ws:after:message:outgoing', event => {
    if (event.target === form) sentOver = event.detail.connection.socket;
  });

  // Sent before htmx has begun to connect: the message is not lost, it goes a moment later.
  chat.addEventListener('htmx:ws:error', event => {
    if (event.detail.error === 'Connection not open' && event.target === form && !closed) setTimeout(() => form.requestSubmit(send), 50);
  });

  chat.addEventListener('htmx:ws:close', event => {
    const { code, reason } = event.detail;
    if (reason === 'removed') return;
    if (code === 1008 || code === 1009) {
      closed = true;
      showRunning(false);
      showStatus('Disconnected', 'refused');
      showTrouble(code === 1009 ? 'The message was too big. Load the page again and send a shorter one.' : lastError || 'The chat was closed. Sign in again.');
      return;
    }
    showStatus('Reconnecting…', 'warning');
    showTrouble('The connection was lost. Trying again; your text is kept.');
  });

  // Until htmx listens to it, the form would load the page again and lose its text.
  document.addEventListener('DOMContentLoaded', () => { send.disabled = false; });
})();
