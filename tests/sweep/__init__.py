"""Every page in every state, in every voice, language and width: collected, shown in a real browser, and judged."""
