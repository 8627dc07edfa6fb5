"""Client of the Hugging Face Hub: its HTTP API in, our models out."""
