import { useEffect } from 'react';

/** What the browser calls the page. Never names a person. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Lazaret`;
  }, [title]);
}
