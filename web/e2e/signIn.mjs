/** Opens the one-time link once; later calls give the session that it made. */
export async function signIn(ctx) {
  if (ctx.session.storageState) return;
  const { page, context } = await ctx.open();
  await page.goto(ctx.link);
  await page.waitForURL('**/chat');
  ctx.session.storageState = await context.storageState();
  await context.close();
}
