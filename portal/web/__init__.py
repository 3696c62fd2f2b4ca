"""What both sides share: language and voice, forms from questions, security headers, errors, the page cache."""
