/** The mark and the name. */
export function Wordmark({ size = 24, compact = true }: { size?: number; compact?: boolean }) {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 9, overflow: 'hidden' }}>
      <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden style={{ flex: 'none' }}>
        <rect width="32" height="32" rx="9" fill="#1d5a4c" />
        {!compact && <rect x="0.75" y="0.75" width="30.5" height="30.5" rx="8.25" fill="none" stroke="#f3efe4" strokeOpacity="0.35" strokeWidth="1.5" />}
        <path d="M21.4 11.6c-1-1.7-2.9-2.7-5.3-2.7-3.2 0-5.4 1.7-5.4 4.1 0 2.3 1.7 3.4 4.9 4l1.5.3c1.7.3 2.4.8 2.4 1.7 0 1.2-1.2 2-3.1 2-2 0-3.4-.8-4.2-2.3" fill="none" stroke="#f3efe4" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round" />
        <circle cx="23.6" cy="22.4" r="2.1" fill="#e0a63c" />
      </svg>
      <span className={compact ? 'wordmark' : undefined} style={{ fontWeight: 680, fontSize: size * 0.66, letterSpacing: '-0.025em' }}>Steward</span>
    </span>
  );
}
