consultation-nav = Lấy ý kiến
