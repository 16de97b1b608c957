import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { OpenQuestion, Run } from '@/lib/types';
import { When } from '@/ui/When';
import { act } from '../api';
import classes from '../Runs.module.css';
import { text } from '../text';
import { parse } from './changes';
import { JsonInput } from './JsonInput';
import { JsonTree } from './JsonTree';
import { useAct } from './useAct';

/** What the run waits to be told. A question about proposals is answered by deciding them, and nowhere else. */
export function Questions({ run }: { run: Run }) {
  return (
    <section className={classes.questions} aria-labelledby="run-questions">
      <h2 id="run-questions">{text.questionsTitle}</h2>
      {run.waitingFor.map(question => <Question key={question.key} run={run} question={question} />)}
    </section>
  );
}

function Question({ run, question }: { run: Run; question: OpenQuestion }) {
  const { busy, run: go } = useAct(run.id);
  const [typed, setTyped] = useState('""');
  const proposals = proposalsOf(question.question);
  const parsed = parse(typed);
  const answer = (value: unknown) => void go(() => act.answer(run.id, question.key, value), text.answered);
  return (
    <article className={classes.question} aria-label={question.key}>
      <header><strong>{question.node}</strong>{question.expiresAt && <small>{text.expires} <When at={question.expiresAt} /></small>}</header>
      {proposals !== undefined ? (
        <Group gap={10}><span>{text.proposals(proposals)}</span><Button component={Link} to="/approvals" size="xs" variant="light">{text.decide}</Button></Group>
      ) : (
        <>
          {typeof question.question === 'string' ? <p className="outside">{question.question}</p> : <JsonTree value={question.question} label={question.key} />}
          {Array.isArray(question.allowedAnswers) ? (
            <Group gap={8}>{question.allowedAnswers.map((allowed, i) => <Button key={i} size="xs" variant="light" loading={busy} onClick={() => answer(allowed)}>{typeof allowed === 'string' ? allowed : JSON.stringify(allowed)}</Button>)}</Group>
          ) : (
            <form onSubmit={e => { e.preventDefault(); if ('value' in parsed) answer(parsed.value); }}>
              <JsonInput label={text.answerJson} value={typed} onChange={setTyped} parsed={parsed} rows={1} />
              <Button mt={8} size="xs" type="submit" loading={busy} disabled={!('value' in parsed)}>{text.answer}</Button>
            </form>
          )}
        </>
      )}
    </article>
  );
}

function proposalsOf(question: unknown): number | undefined {
  if (question === null || typeof question !== 'object' || !('proposalIds' in question) || !Array.isArray(question.proposalIds)) return undefined;
  return question.proposalIds.length;
}
