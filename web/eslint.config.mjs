import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { rule as walls } from './lint/walls.mjs';

export default tseslint.config(
  // Generated from openapi.json.
  { ignores: ['dist', 'src/lib/api.ts'] },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    plugins: { 'react-hooks': hooks, steward: { rules: { walls } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'steward/walls': 'error',
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Names of outside origin are never put into the page as markup, and nothing polls: live events say when something is old.
      'no-restricted-properties': ['error', { property: 'innerHTML' }, { property: 'insertAdjacentHTML' }, { property: 'outerHTML' }],
      'no-restricted-syntax': ['error',
        { selector: "JSXAttribute[name.name=/^(dangerouslySetInnerHTML|srcDoc)$/]", message: 'Text of outside origin never becomes markup of the page.' },
        { selector: "Property[key.name='refetchInterval']", message: 'Nothing polls: let a live event say when something is old.' },
      ],
      'no-console': 'error',
    },
  },
  { files: ['src/**/*.test.{ts,tsx}'], rules: { 'steward/walls': 'off' } },
);
