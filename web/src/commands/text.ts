export const text = {
  placeholder: 'Search commands, or ask Steward…',
  ask: 'Ask Steward',
  askFor: (query: string) => `Ask: “${query}”`,
  close: 'Close',
  sheet: 'Keyboard shortcuts',
  sheetHint: 'Shortcuts work when you are not typing. Press keys one after the other where two are shown.',
};
