import Glibc

/// What is added to a new cluster's postgresql.conf.
struct ServerSettings {
  var isDurable: Bool
  /// Whether the server can compress the pages in its write-ahead log with lz4: an import of a million rows takes a tenth less
  /// time then than with PostgreSQL's own compression.
  var hasLZ4: Bool

  var text: String {
    let memory = Self.memoryMegabytes
    return """

      # Written by hotline when it made this cluster; yours to change, takes effect at the next start.
      listen_addresses = ''            # the Unix socket only
      unix_socket_permissions = 0700
      max_connections = 100
      shared_buffers = \(min(256, max(32, memory / 8)))MB
      effective_cache_size = \(max(64, memory / 2))MB
      work_mem = 16MB
      maintenance_work_mem = \(min(256, max(32, memory / 16)))MB
      max_wal_size = 2GB
      min_wal_size = 128MB
      wal_compression = \(hasLZ4 ? "lz4" : "on")
      checkpoint_completion_target = 0.9
      jit = off                        # many short statements: compiling costs more than it saves
      timezone = 'UTC'
      log_timezone = 'UTC'
      lc_messages = 'C'
      logging_collector = off          # stderr goes to server.log beside the data
      log_line_prefix = '%m [%p] '
      log_checkpoints = off
      log_error_verbosity = terse      # DETAIL lines quote values, which may be a person's
      log_parameter_max_length_on_error = 0
      \(durability)

      """
  }

  private var durability: String {
    isDurable
      ? "fsync = on\nsynchronous_commit = on\nfull_page_writes = on"
      : "max_connections = 600\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off   # a test's throw-away cluster"
  }

  private static var memoryMegabytes: Int {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let size = sysconf(Int32(_SC_PAGESIZE))
    return pages > 0 && size > 0 ? pages / (1 << 20 / size) : 1024
  }
}
