"""A LangChain retriever over the hybrid search, for chains that want passages as Documents."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.search import HybridSearch


class HybridRetriever(BaseRetriever):
    """Returns the `k` best passages, best first, with id, title, headings and score in the metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: HybridSearch
    k: int = 5

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        """Search and wrap the passages that were found."""
        found = [(hit, self.search.passages[hit.position]) for hit in self.search.search(query, self.k)]
        return [
            Document(
                page_content=passage.text,
                id=passage.id,
                metadata={"title": passage.title, "headings": list(passage.headings), "score": hit.score},
            )
            for hit, passage in found
        ]
