// The HTTP API of the front door, and what this browser remembers between two visits.

const TIMEOUT = 15000; // the server gives up before 10 s, and says why
const LOST = "Chưa kết nối được máy chủ. Bạn kiểm tra mạng rồi thử lại nhé.";

export class Problem extends Error {
  constructor(code, message, wait = 0) {
    super(message);
    this.code = code;
    this.wait = wait; // seconds
  }
}

async function call(method, path, body) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), TIMEOUT);
  try {
    const response = await fetch(`/api/v1/${path}`, {
      method,
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body && JSON.stringify(body),
      signal: giveUp.signal,
    });
    const answer = await response.json();
    if (response.ok) return answer;
    const wait = Number(response.headers.get("Retry-After")) || 0;
    throw new Problem(answer.error.code, answer.error.message, wait);
  } catch (error) {
    throw error instanceof Problem ? error : new Problem("no_connection", LOST);
  } finally {
    clearTimeout(timer);
  }
}

export const send = (message) => call("POST", "messages", message);
export const vote = (opinion) => call("POST", "feedback", opinion);
export const erase = (conversation) =>
  call("DELETE", `conversations/${encodeURIComponent(conversation)}`);

export const calendarOf = (conversation) =>
  `/api/v1/conversations/${encodeURIComponent(conversation)}/reminders.ics`;

export async function history(conversation, after = 0) {
  const path = `conversations/${encodeURIComponent(conversation)}/messages`;
  const messages = [];
  for (;;) {
    const page = await call("GET", `${path}?after=${after}`);
    messages.push(...page.messages);
    after = page.cursor;
    if (!page.more) return { messages, cursor: after, audience: page.audience };
  }
}

// Private windows and strict settings refuse storage; the chat works without it.
export const memory = {
  get(name) {
    try {
      return localStorage.getItem(`laban.${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      if (value) localStorage.setItem(`laban.${name}`, value);
      else localStorage.removeItem(`laban.${name}`);
    } catch {
      // nothing is remembered
    }
  },
};

// crypto.randomUUID needs https, and a school's server may have none.
export function newMessageId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
