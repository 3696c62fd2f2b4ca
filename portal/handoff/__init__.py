"""What leaves: delivers what the outbox holds, by e-mail, GOV.UK Notify or webhook, and the engine that runs it."""
