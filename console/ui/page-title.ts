// Sets the document's title and language, which tabs, bookmarks and screen readers use.
import { createContext, useContext, useEffect } from 'react';
import { useTexts } from './texts.ts';

/** How many things wait for the person, which the title begins with. */
export const TitleCount = createContext(0);

export function usePageTitle(title: string): void {
  const { language } = useTexts();
  const count = useContext(TitleCount);
  useEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ''}${title} – Guichet`;
    document.documentElement.lang = language;
  }, [title, language, count]);
}
