import { lazy, Suspense } from 'react';

const Rendered = lazy(() => import('./MarkdownRendered'));

/** Markdown without raw HTML, remote images or disguised links. Shows the plain text until the renderer is here, so that nothing is ever missing. */
export function Markdown({ children }: { children: string }) {
  return (
    <div className="prose">
      <Suspense fallback={<p style={{ whiteSpace: 'pre-wrap' }}>{children}</p>}>
        <Rendered>{children}</Rendered>
      </Suspense>
    </div>
  );
}
