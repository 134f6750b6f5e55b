/** The network test and its words come when somebody tests. */
export async function start() {
  const page = await import('.');
  await page.loadNetworkTexts();
  return page;
}
