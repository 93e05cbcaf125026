"""Forms and dialogs; they return a command or a choice by a signal and are opened, never waited for."""
