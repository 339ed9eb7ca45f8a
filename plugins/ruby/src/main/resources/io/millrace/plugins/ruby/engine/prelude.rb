# What is loaded in every Fluentd process, so that expressions may count on it. What costs time is loaded on first use.
require 'json'
require 'time'

autoload :Base64, 'base64'
autoload :BigDecimal, 'bigdecimal'
autoload :CGI, 'cgi'
autoload :Date, 'date'
autoload :DateTime, 'date'
autoload :Digest, 'digest'
autoload :ERB, 'erb'
autoload :IPAddr, 'ipaddr'
autoload :OpenSSL, 'openssl'
autoload :SecureRandom, 'securerandom'
autoload :Set, 'set'
autoload :Shellwords, 'shellwords'
autoload :Socket, 'socket'
autoload :StringIO, 'stringio'
autoload :Tempfile, 'tempfile'
autoload :URI, 'uri'
autoload :YAML, 'yaml'
autoload :Zlib, 'zlib'

module Fluent
  # The time of an event, with nanoseconds.
  class EventTime
    include Comparable

    attr_reader :sec, :nsec

    def self.now
      from_time(Time.now)
    end

    def self.from_time(time)
      new(time.to_i, time.nsec)
    end

    def initialize(sec, nsec = 0)
      @sec = sec
      @nsec = nsec
    end

    def to_i
      sec
    end
    alias to_int to_i

    def to_f
      sec + nsec / 1_000_000_000.0
    end

    def to_r
      Rational(sec * 1_000_000_000 + nsec, 1_000_000_000)
    end

    def to_time
      Time.at(sec, nsec, :nanosecond)
    end

    def to_s
      sec.to_s
    end

    def to_json(*args)
      sec.to_json(*args)
    end

    def inspect
      to_time.strftime('%Y-%m-%d %H:%M:%S.%N %z')
    end

    def hash
      [sec, nsec].hash
    end

    def eql?(other)
      other.is_a?(EventTime) && sec == other.sec && nsec == other.nsec
    end

    def <=>(other)
      to_r <=> (other.is_a?(EventTime) ? other.to_r : other)
    end

    def coerce(other)
      [other, sec]
    end

    def method_missing(name, *args, &block)
      sec.respond_to?(name) ? sec.public_send(name, *args, &block) : super
    end

    def respond_to_missing?(name, include_private = false)
      sec.respond_to?(name) || super
    end
  end

  # The clock of the process.
  module Engine
    def self.now
      EventTime.now
    end
  end
end
