# A Streamlit app for compose.yaml: `docker build -f deploy/streamlit.Dockerfile examples`.
FROM python:3.12-slim-bookworm
RUN useradd --system --create-home --uid 991 app
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
USER app
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as r; assert r.urlopen('http://127.0.0.1:18501/_stcore/health', timeout=2).read() == b'ok'"]
CMD ["python", "-m", "streamlit", "run", "sales.py", "--server.address", "127.0.0.1", "--server.port", "18501", "--server.headless", "true", "--browser.gatherUsageStats", "false"]
