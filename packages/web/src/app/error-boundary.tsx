import { Button } from '@mantine/core';
import { Component } from 'react';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../ui/notice.tsx';
import styles from '../ui/ui.module.css';

/** Keeps a failing screen from taking the others with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <div className={styles['page']}>
        <ProblemNotice error={this.state.error} />
        <Button mt="md" variant="default" onClick={() => location.reload()}>
          Reload
        </Button>
      </div>
    );
  }
}
