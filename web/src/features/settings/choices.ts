import { text } from './text';

const withCurrent = (values: number[], current: number) => [...new Set([...values, current])].sort((a, b) => a - b);

export const localeName = (locale: string) => {
  try {
    return new Intl.DisplayNames([navigator.language || 'en'], { type: 'language' }).of(locale) ?? locale;
  } catch {
    return locale;
  }
};

export const choices = {
  seconds: (current: number) => withCurrent([30, 60, 120, 300, 600, 900, 1800], current).map(s => ({ value: String(s), label: text.minutes(s / 60) })),
  minutes: (current: number) => withCurrent([15, 30, 45, 60, 120, 240, 480, 1440, 10_080], current).map(m => ({ value: String(m), label: text.minutes(m) })),
  locales: (current: string) => [...new Set([current, navigator.language, 'en-US', 'en-GB', 'de-DE', 'de-AT', 'de-CH', 'fr-FR', 'es-ES', 'it-IT', 'nl-NL', 'pt-BR', 'pl-PL', 'sv-SE', 'da-DK', 'ja-JP'])].filter(Boolean),
};
