/** Numbers, money and times as a language writes them; tabular and with true minus signs. */
export type Formats = ReturnType<typeof createFormats>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function createFormats(language: 'en' | 'zh') {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const minus = (text: string) => text.replace('-', '−');

  const decimal = (value: number, digits: number) =>
    minus(
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    );
  const signed = (value: number, digits: number) => {
    const text = decimal(Math.abs(value), digits);
    return value > 0 ? `+${text}` : value < 0 ? `−${text}` : text;
  };

  /** Digits behind the point of a currency's amounts. */
  const digitsOf = (currency: string) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

  const rough = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const small = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });

  return {
    /** What a model gives an item, on whatever scale: a rare purchase is still told apart from none. */
    score: (value: number) => (value && Math.abs(value) < 0.01 ? minus(small.format(value)) : decimal(value, 3)),
    whole: (value: number) => minus(whole.format(value)),
    /** What is estimated: no digits that nobody knows. */
    about: (value: number) => rough.format(value),
    decimal,
    signed,
    interval: (low: number, high: number, digits: number) => `${signed(low, digits)} … ${signed(high, digits)}`,
    share: (value: number, digits = 0) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(value),

    /** `amount` is in minor units of `currency`; without a currency it cannot be said in major ones. */
    money(amount: number, currency: string | undefined): string {
      if (!currency) return whole.format(amount);
      return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount / 10 ** digitsOf(currency));
    },

    digitsOf,

    moment: (iso: string) => moment.format(new Date(iso)),
    clock: (iso: string) => clock.format(new Date(iso)),

    ago(iso: string, now: number): string {
      const past = Math.max(0, now - Date.parse(iso));
      if (past < MINUTE) return relative.format(-Math.round(past / SECOND), 'second');
      if (past < HOUR) return relative.format(-Math.round(past / MINUTE), 'minute');
      if (past < DAY) return relative.format(-Math.round(past / HOUR), 'hour');
      return relative.format(-Math.round(past / DAY), 'day');
    },

    /** `42 s`, `3 min 05 s`, `2 h 10 min`. */
    duration(ms: number): string {
      const words = language === 'zh' ? { s: '秒', min: '分', h: '小时' } : { s: 's', min: 'min', h: 'h' };
      const seconds = Math.max(0, Math.round(ms / SECOND));
      const pad = (value: number) => String(value).padStart(2, '0');
      if (seconds < 60) return `${seconds} ${words.s}`;
      const minutes = Math.floor(seconds / 60);
      if (minutes < 60) return `${minutes} ${words.min} ${pad(seconds % 60)} ${words.s}`;
      return `${Math.floor(minutes / 60)} ${words.h} ${pad(minutes % 60)} ${words.min}`;
    },
  };
}
