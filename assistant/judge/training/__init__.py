"""How the judge's two models are trained; needs torch and transformers, never used at run time."""
