import ReactMarkdown from 'react-markdown';
import { linkTarget } from '@/lib/links';
import { visible } from '@/lib/visible';

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
          // The words are the writer's, the host behind them is the truth: it stands beside them unless they are the whole address.
          return (
            <>
              <a href={target.href} title={target.href} target="_blank" rel="noopener noreferrer nofollow"><bdi>{label}</bdi></a>
              {String(label) !== target.href && <span style={{ color: 'var(--st-muted)' }}> ({target.shown})</span>}
            </>
          );
        },
      }}
    >
      {visible(children)}
    </ReactMarkdown>
  );
}
