import { IconHelpCircle } from '@tabler/icons-react';
import type { PlanQuestion } from '@/lib/types';
import { text } from '../text';
import classes from './Turn.module.css';

/** What is missing, with choices as buttons; a choice is sent as the next message. */
export function Question({ question, onSend, enabled }: { question: PlanQuestion; onSend: (message: string) => void; enabled: boolean }) {
  return (
    <section className={classes.question} aria-label={text.question}>
      <p><IconHelpCircle size={18} stroke={1.7} aria-hidden /><span className="outside">{question.text}</span></p>
      <div className={classes.choices}>
        {question.choices.map(choice => (
          <button key={choice.message} type="button" disabled={!enabled} onClick={() => onSend(choice.message)}>
            <span className="outside">{choice.label}</span>
            {choice.detail && <small className="outside">{choice.detail}</small>}
          </button>
        ))}
      </div>
    </section>
  );
}
