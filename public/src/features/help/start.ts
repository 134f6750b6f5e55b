/** The help pages and their words come when somebody asks for help. */
async function start() {
  const pages = await import('.');
  await pages.loadHelpTexts();
  return pages;
}

export const startHelp = async () => ({ default: (await start()).HelpPage });
export const startModeratorHelp = async () => ({ default: (await start()).ModeratorHelpPage });
