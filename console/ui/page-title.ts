// Sets the document's title and language, which tabs, bookmarks and screen readers use.
import { useEffect } from 'react';
import { useTexts } from './texts.ts';

export function usePageTitle(title: string): void {
  const { language } = useTexts();
  useEffect(() => {
    document.title = `${title} – Guichet`;
    document.documentElement.lang = language;
  }, [title, language]);
}
