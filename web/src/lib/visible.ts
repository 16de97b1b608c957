/** Without what reorders or hides text: bidirectional controls, zero-width and tag characters, and controls other than tab and line feed. */
export const visible = (text: string) =>
  text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]|[\u{E0000}-\u{E0FFF}]/gu, '');
