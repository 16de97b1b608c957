/** Asks in a new chat and waits until the plan has run or waits for the person. */
export async function ask(page, message) {
  await page.goto('/chat');
  const composer = page.getByRole('textbox', { name: /Ask Steward/ });
  await composer.fill(message);
  await composer.press('Enter');
  await page.waitForURL(/\/chat\/[0-9a-f-]{36}/);
  const turn = page.getByRole('article', { name: message });
  await turn.locator('[class*=reply][aria-busy=false]').waitFor();
  return turn;
}

/** A request of the page's own session: what a story needs that no button makes. */
export const api = (page, method, path, body) =>
  page.evaluate(async ([method, path, body]) => {
    const response = await fetch(`/api/v1${path}`, { method, headers: { 'X-Steward': '1', 'Content-Type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  }, [method, path, body]);
