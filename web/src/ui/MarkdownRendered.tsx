import ReactMarkdown from 'react-markdown';
import { linkTarget } from '@/lib/links';

export default function MarkdownRendered({ children }: { children: string }) {
  return (
    <ReactMarkdown
      skipHtml
      components={{
        // An image would tell its server that this was read: its words stand in for it.
        img: ({ alt }) => <span>[{alt || 'image'}]</span>,
        a: ({ href, children: label }) => {
          const target = linkTarget(href ?? '');
          if (!target) return <span>{label}</span>;
          return (
            <>
              <a href={target.href} target="_blank" rel="noopener noreferrer nofollow">{label}</a>
              {String(label) !== target.href && <span style={{ color: 'var(--st-muted)' }}> ({target.shown})</span>}
            </>
          );
        },
      }}
    >
      {children}
    </ReactMarkdown>
  );
}
